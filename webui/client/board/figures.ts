import type { Board, BoardLimits } from "../generated/messages.ts";

export const FIGURES = ["waiting", "longest_wait", "service_level", "abandoned", "answered"] as const;
export type FigureName = (typeof FIGURES)[number];

/** Plain, asks for attention, alarms. */
export const LEVELS = ["plain", "attention", "alarm"] as const;
export type Level = (typeof LEVELS)[number];

export interface Figure {
  name: FigureName;
  /** Requests, ms, or a share of 0 to 1; null when there is nothing to reckon from. */
  value: number | null;
  level: Level;
}

function valueNow(board: Board, name: FigureName, now: number): number | null {
  if (name !== "longest_wait") return board[name];
  return board.longest_wait_since === null ? 0 : Math.max(0, now - board.longest_wait_since);
}

/** The level of a value: bad is a service level below its limit, everything else from its limit on. */
export function levelOf(name: FigureName, value: number | null, limits: BoardLimits | undefined): Level {
  if (value === null || limits === undefined) return "plain";
  const reaches = (limit: number) => (name === "service_level" ? value < limit : value >= limit);
  if (reaches(limits.alarm)) return "alarm";
  return reaches(limits.attention) ? "attention" : "plain";
}

/** The figures at the server's time `now` (ms). */
export function figuresOf(board: Board, now: number): Figure[] {
  return FIGURES.map((name) => {
    const value = valueNow(board, name, now);
    return { name, value, level: levelOf(name, value, board.thresholds[name]) };
  });
}

/** The worst level that some figure has come to since `before`; null when none got worse. */
export function worsened(before: readonly Figure[], after: readonly Figure[]): Level | null {
  const rank = (level: Level) => LEVELS.indexOf(level);
  const worse = after.filter((figure) => {
    const earlier = before.find((each) => each.name === figure.name);
    return earlier !== undefined && rank(figure.level) > rank(earlier.level);
  });
  return worse.map((figure) => figure.level).sort((a, b) => rank(b) - rank(a))[0] ?? null;
}
