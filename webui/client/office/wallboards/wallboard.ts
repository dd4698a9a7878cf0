import { askOffice } from "../asking.ts";

/** Figures whose colour can change, and whether the higher value is the worse one. */
export const FIGURES = ["waiting", "longest_wait", "service_level", "abandoned"] as const;
export type LimitedFigure = (typeof FIGURES)[number];

/** In the server's units: customers, ms, share of 0 to 1. */
export interface Limits {
  attention: number;
  alarm: number;
}

/** What the form edits. */
export interface Wish {
  name: string;
  queue_ids: string[];
  portal_ids: string[];
  thresholds: Partial<Record<LimitedFigure, Limits>>;
  sound: boolean;
}

export interface Wallboard extends Wish {
  id: string;
  television_key: string | null;
}

/** How many of the server's units one of the form's is: seconds, and per cent. */
const UNIT: Record<LimitedFigure, number> = {
  waiting: 1,
  longest_wait: 1_000,
  service_level: 0.01,
  abandoned: 1,
};

/** A limit as it is typed; empty when there is none. */
export type Typed = Record<LimitedFigure, Record<keyof Limits, number | "">>;

/** The server's limits as the form shows them. */
export function typedLimits(thresholds: Wish["thresholds"]): Typed {
  const typed = FIGURES.map((figure) => {
    const limits = thresholds[figure];
    const shown = (value: number | undefined) =>
      value === undefined ? "" : Number((value / UNIT[figure]).toFixed(2));
    return [figure, { attention: shown(limits?.attention), alarm: shown(limits?.alarm) }];
  });
  return Object.fromEntries(typed) as Typed;
}

/** What was typed as the server takes it; who gives one limit alone means both. */
export function limitsOf(typed: Typed): Wish["thresholds"] {
  const given = FIGURES.flatMap((figure) => {
    const { attention, alarm } = typed[figure];
    if (attention === "" && alarm === "") return [];
    const [first, second] = [attention === "" ? alarm : attention, alarm === "" ? attention : alarm];
    const scaled = (value: number | "") => Number((Number(value) * UNIT[figure]).toFixed(4));
    return [[figure, { attention: scaled(first), alarm: scaled(second) }] as const];
  });
  return Object.fromEntries(given);
}

/** The address at which a television shows the board; the key stays out of every log. */
export function televisionAddress({ id, television_key: key }: Wallboard): string {
  return key ? `${window.location.origin}/tv/${id}#key=${key}` : "";
}

export function saveWallboard(id: string | null, { name, queue_ids, portal_ids, thresholds, sound }: Wish) {
  const body = { name, queue_ids, portal_ids, thresholds, sound };
  return id
    ? askOffice<Wallboard>("PUT", `/wallboards/${id}`, { body })
    : askOffice<Wallboard>("POST", "/wallboards", { body });
}

export function newKey(id: string): Promise<Wallboard> {
  return askOffice<Wallboard>("POST", `/wallboards/${id}/key`, { body: {} });
}

export function removeWallboard(id: string): Promise<void> {
  return askOffice<void>("DELETE", `/wallboards/${id}`);
}
