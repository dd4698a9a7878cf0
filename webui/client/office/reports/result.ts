import type { Parameters } from "./parameters.ts";

/** What a cell or a figure is: how it is shown and sorted. Durations and times are milliseconds. */
export type ValueKind =
  | "text"
  | "count"
  | "duration"
  | "share"
  | "score"
  | "time"
  | "day"
  | "hour"
  | "month"
  | "number";
export type Cell = string | number | null;

export interface Column {
  key: string;
  kind: ValueKind;
}

export interface Figure extends Column {
  value: Cell;
  /** A code that has words, such as the name of a service level's variant. */
  note: string | null;
  /** The times it was reckoned by, in ms, null where queues differ; older reports do not say. */
  data?: { within: number | null; short_abandon: number | null } | null;
}

/** The period a report is about: `from` included, `to` not, ms since the epoch. */
export interface Period {
  from: number;
  to: number;
  zone: string;
  days: number;
}

/** By what the service level of some queues or portals was reckoned; times in ms. */
export interface Rule {
  names: string[];
  variant: string;
  within: number;
  short_abandon: number;
}

/** What the batch worker made of a question. */
export interface Result {
  kind: string;
  parameters: Parameters;
  period: Period;
  as_of: number;
  figures: Figure[];
  columns: Column[];
  rows: Cell[][];
  total: Cell[] | null;
  left_out: number;
  chart: { kind: "bar" | "line"; x: string; series: string[] } | null;
  notes: { code: string; data?: Record<string, unknown> }[];
  /** Older reports do not have them. */
  rules?: Rule[];
}

/** One report as it was asked for; it never changes once it is done or has failed. */
export interface Run {
  id: string;
  kind: string;
  parameters: Parameters;
  state: "queued" | "running" | "done" | "failed";
  /** 0 to 100 */
  progress: number;
  asked_at: number;
  asked_by_name: string | null;
  as_of: number | null;
  finished_at: number | null;
  problem: { code: string; data: Record<string, unknown> } | null;
}

export interface FullRun extends Run {
  result: Result | null;
}

/** Whether nothing at all was counted: rows of zeros say less than a sentence. */
export function isEmpty(result: Result): boolean {
  const counts = result.figures.filter((figure) => figure.kind === "count");
  return result.rows.length === 0 || (counts.length > 0 && counts.every((figure) => !figure.value));
}

export function isOver(run: Run): boolean {
  return run.state === "done" || run.state === "failed";
}
