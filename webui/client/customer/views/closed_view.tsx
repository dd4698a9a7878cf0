import { t } from "../language.ts";
import type { Portal } from "../portal.ts";
import { CLOCK, Icon } from "./icons.tsx";

interface ClosedViewProps {
  portal: Portal;
}

/** Outside hours. Leaving a message or asking to be called back is not there yet, and the words do not promise it. */
export function ClosedView({ portal }: ClosedViewProps) {
  return (
    <section class="centred">
      <Icon path={CLOCK} />
      <h2 tabIndex={-1} data-first-focus>
        {t("closed_heading")}
      </h2>
      <p>{t("closed_text", { name: portal.name })}</p>
    </section>
  );
}
