import { languageNow } from "../words.ts";

/** English alone would mean American habits, with an hour 24 at midnight. */
const LOCALE = { en: "en-GB", fr: "fr" } as const;

/** A time of day: `14:05`. @param at ms since the epoch */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(LOCALE[languageNow()], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** Day and time: `Fri 20 Nov, 14:05`. @param at ms since the epoch */
export function dayAndTime(at: number): string {
  return new Intl.DateTimeFormat(LOCALE[languageNow()], {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** The name of a language in the agent's own: `fr` → "French". */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([languageNow()], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
