import i18next from "i18next";
import { languageNow } from "../../desk/words.ts";
import { clockText } from "../../shared/durations.ts";
import type { Cell, Column, ValueKind } from "./result.ts";

/** English alone would mean American habits. */
const LOCALE = { en: "en-GB", fr: "fr" } as const;
/** What stands where there is no value. */
const NOTHING = "–";

function locale(): string {
  return LOCALE[languageNow()];
}

function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** Day and time of a moment, in the report's zone. @param at ms since the epoch */
export function momentText(at: number, zone: string, seconds = false): string {
  return new Intl.DateTimeFormat(locale(), {
    timeZone: zone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
  }).format(at);
}

/** A day: `Fri 20 Nov 2026`. @param day "2026-11-20" */
export function dayText(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(locale(), {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(at);
}

/** A range of days, both included, as short as its language has it: `14–20 Nov 2026`. */
export function daysText(from: string, to: string): string {
  const ends = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`)) as [number, number];
  if (ends.some(Number.isNaN) || ends[0] > ends[1]) return `${from} – ${to}`;
  return new Intl.DateTimeFormat(locale(), {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).formatRange(...ends);
}

function monthText(month: string): string {
  const at = Date.parse(`${month}-01T00:00:00Z`);
  if (Number.isNaN(at)) return month;
  return new Intl.DateTimeFormat(locale(), { timeZone: "UTC", month: "long", year: "numeric" }).format(at);
}

/** An hour of the clock: `14–15 h`. @param hour its beginning, 0 to 23, or "14:00" */
function hourText(hour: Cell): string {
  const begins = typeof hour === "number" ? hour : Number.parseInt(String(hour), 10);
  return i18next.t("office:hour", { from: begins, to: begins + 1 });
}

/** Codes have words; names stay as they are. */
function textOf(value: string, key: string): string {
  const words = `office:code.${key}.${value}`;
  return i18next.exists(words) ? i18next.t(words) : value;
}

const TEXTS: Record<ValueKind, (value: string & number, key: string, zone: string) => string> = {
  text: (value, key) => textOf(String(value), key),
  number: (value) => String(value),
  count: (value) => number(value),
  duration: (value) => clockText(value),
  share: (value) => number(value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  // One customer's face is a whole number, the mean of many is not.
  score: (value, key) =>
    number(value, { minimumFractionDigits: key === "face" ? 0 : 1, maximumFractionDigits: 2 }),
  time: (value, _key, zone) => momentText(value, zone, true),
  day: (value) => dayText(String(value)),
  hour: (value) => hourText(value),
  month: (value) => monthText(String(value)),
};

/** What there is instead of a value: names that nothing has have words. */
function nothingOf(key: string): string {
  const words = `office:code.nothing.${key}`;
  return i18next.exists(words) ? i18next.t(words) : NOTHING;
}

/** A time limit, in seconds as it was set: `20 s`. @param limit ms */
export function limitText(limit: number): string {
  return `${number(limit / 1_000)}\u00a0s`;
}

/** A value as people read it. @param zone in which times are told */
export function shown(value: Cell | undefined, { key, kind }: Column, zone: string): string {
  if (value === null || value === undefined || value === "") return nothingOf(key);
  return TEXTS[kind](value as string & number, key, zone);
}

/** Whether values of this kind stand at the right, under each other. */
export function isFigure(kind: ValueKind): boolean {
  return kind === "count" || kind === "duration" || kind === "share" || kind === "score";
}
