/** A day of the company's calendar: "2026-11-20". */
export type Day = string;

export interface Range {
  from: Day;
  to: Day;
}

const DAY = 86_400_000;

/** The day that a moment belongs to. @param at ms since the epoch @param zone IANA name */
export function dayAt(at: number, zone: string): Day {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The day `count` days later (earlier when negative). */
export function plusDays(day: Day, count: number): Day {
  return new Date(utc(day).getTime() + count * DAY).toISOString().slice(0, 10);
}

/** Weeks begin on Monday, as ISO 8601 and both languages' countries have it. */
function monday(day: Day): Day {
  return plusDays(day, -((utc(day).getUTCDay() + 6) % 7));
}

function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** Ranges that have a name, both days included. */
export const PRESETS = {
  today: (today: Day): Range => ({ from: today, to: today }),
  yesterday: (today: Day): Range => ({ from: plusDays(today, -1), to: plusDays(today, -1) }),
  last_7_days: (today: Day): Range => ({ from: plusDays(today, -6), to: today }),
  this_week: (today: Day): Range => ({ from: monday(today), to: today }),
  last_month: (today: Day): Range => {
    const to = plusDays(firstOfMonth(today), -1);
    return { from: firstOfMonth(to), to };
  },
} as const;
export type Preset = keyof typeof PRESETS;

/** The name of a range, where it has one today. */
export function presetOf({ from, to }: Range, today: Day): Preset | null {
  const isIt = (name: Preset) => {
    const range = PRESETS[name](today);
    return range.from === from && range.to === to;
  };
  return (Object.keys(PRESETS) as Preset[]).find(isIt) ?? null;
}

/**
 * What is shown when nothing is asked: the last seven days that can hold anything.
 *
 * @param last the last day that has requests; null when there are none yet
 */
export function usualRange(today: Day, last: Day | null): Range {
  const usual = PRESETS.last_7_days(today);
  return last !== null && last < usual.from ? PRESETS.last_7_days(last) : usual;
}
