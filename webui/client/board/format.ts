import { clockText } from "../shared/durations.ts";
import type { FigureName } from "./figures.ts";

/** A figure's value as it is written large: counts, clocks, whole percents. */
export function figureText(name: FigureName, value: number | null, language: string): string {
  if (value === null) return "–";
  if (name === "longest_wait") return clockText(value);
  if (name === "service_level") return percentText(value, language);
  return countText(value, language);
}

/** A count as people write it. */
export function countText(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count);
}

/** Rounded down: 99.6 % within the time is not all. */
export function percentText(share: number, language: string): string {
  const whole = Math.floor(share * 100 + 1e-9) / 100;
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(whole);
}

/** The time of day in the company's zone. */
export function timeText(at: number, zone: string, language: string): string {
  const options = { hour: "2-digit", minute: "2-digit", timeZone: zone } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options).format(at);
}

/** Seconds with one decimal, then whole seconds, then minutes. @param millis not negative */
export function ageText(millis: number, language: string): { unit: "seconds" | "minutes"; text: string } {
  const seconds = millis / 1_000;
  if (seconds >= 120) return { unit: "minutes", text: String(Math.floor(seconds / 60)) };
  const digits = seconds < 10 ? 1 : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return { unit: "seconds", text: new Intl.NumberFormat(language, options).format(seconds) };
}
