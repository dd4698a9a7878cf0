import type { Board } from "../generated/messages.ts";
import type { Figure } from "./figures.ts";

/** A day that has just begun is drawn as wide as this many slots, so that it does not jump. */
const NARROWEST = 16;

export interface DayLine {
  /** One value a slot, null where there is none. */
  values: (number | null)[];
  /** How many slots wide the drawing is. */
  width: number;
  /** When the first one began, ms since the epoch. */
  from: number;
  /** The extreme value and when its slot began; null when there is no value. */
  peak: { value: number; at: number } | null;
}

/** The waits of a quarter hour are those that ended in it; in the last one the longest that lasts counts too. */
function valuesOf(board: Board, { name, value }: Figure): readonly (number | null)[] {
  if (name !== "longest_wait") return board.slots[name];
  const last = board.slots.longest_wait.at(-1) ?? 0;
  return [...board.slots.longest_wait.slice(0, -1), Math.max(last, value ?? 0)];
}

/** Slots before anything happened are left out: a day begins when the first customer comes. */
function firstBusy(board: Board): number {
  const { offered, waiting, answered } = board.slots;
  const busy = offered.findIndex((count, slot) => count > 0 || waiting[slot] || answered[slot]);
  return busy === -1 ? 0 : busy;
}

/** A figure's course over the day so far; the extreme of a service level is its lowest value. */
export function dayLine(board: Board, figure: Figure): DayLine {
  const first = firstBusy(board);
  const values = valuesOf(board, figure).slice(first);
  const known = values.filter((value) => value !== null);
  const extreme = figure.name === "service_level" ? Math.min(...known) : Math.max(...known);
  const at = (slot: number) => board.day_from + (first + slot) * board.slots.length;
  return {
    values,
    width: Math.max(values.length, NARROWEST),
    from: at(0),
    peak: known.length === 0 ? null : { value: extreme, at: at(values.indexOf(extreme)) },
  };
}

/**
 * The outline of an area under steps, in a box of `width` by 1 with the highest value at the top; slots
 * without a value are gaps.
 */
export function stepPath(line: DayLine): string {
  const highest = Math.max(...line.values.map((value) => value ?? 0), Number.MIN_VALUE);
  const known = (slot: number) => (line.values[slot] ?? null) !== null;
  const steps = line.values.map((value, slot) => {
    if (value === null) return "";
    const top = (1 - value / highest).toFixed(3);
    const begins = known(slot - 1) ? "" : `M${slot} 1`;
    const ends = known(slot + 1) ? "" : `L${slot + 1} 1Z`;
    return `${begins}L${slot} ${top}L${slot + 1} ${top}${ends}`;
  });
  return steps.join("");
}
