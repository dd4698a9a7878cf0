import { useNow } from "../state/now.ts";
import styles from "./alerts.module.css";

const RADIUS = 15;
const ROUND = 2 * Math.PI * RADIUS;

/** Seconds left in a ring that empties. @param from and until ms since the epoch, server's time */
export function CountdownRing({ from, until }: { from: number; until: number }) {
  const now = useNow();
  const whole = Math.max(1, until - from);
  const left = Math.min(whole, Math.max(0, until - now));
  const share = left / whole;
  return (
    <span className={styles.ring} aria-hidden="true">
      <svg viewBox="0 0 36 36" width="36" height="36" role="presentation">
        <circle cx="18" cy="18" r={RADIUS} className={styles.ringTrack} />
        <circle
          cx="18"
          cy="18"
          r={RADIUS}
          className={styles.ringLeft}
          strokeDasharray={ROUND}
          strokeDashoffset={ROUND * (1 - share)}
        />
      </svg>
      <span className={`figures ${styles.ringText}`}>{Math.ceil(left / 1_000)}</span>
    </span>
  );
}
