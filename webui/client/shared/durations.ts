const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** A running clock: `01:42`, from an hour on `1:02:03`. @param millis negative counts as zero */
export function clockText(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / SECOND));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
}

/** Whole minutes, rounded up: what a wait is spoken in. */
export function minutesOf(millis: number): number {
  return Math.max(1, Math.ceil(millis / MINUTE));
}
