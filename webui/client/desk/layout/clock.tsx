import { clockText } from "../../shared/durations.ts";
import { useNow } from "../state/now.ts";

/** A running clock since a moment (ms since the epoch, server's time). */
export function Clock({ since, className }: { since: number; className?: string | undefined }) {
  const now = useNow();
  return (
    <span className={className ?? "figures"} aria-hidden="true">
      {clockText(now - since)}
    </span>
  );
}

/** What is left until a moment. */
export function Countdown({ until, className }: { until: number; className?: string | undefined }) {
  const now = useNow();
  return (
    <span className={className ?? "figures"} aria-hidden="true">
      {clockText(until - now + 999)}
    </span>
  );
}
