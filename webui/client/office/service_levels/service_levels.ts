import { askOffice } from "../asking.ts";

export const VARIANTS = ["missed", "met_when_early", "left_out"] as const;
export type Variant = (typeof VARIANTS)[number];

/** How one queue's, or standard portal's, service level is reckoned; durations in ms. */
export interface Rule {
  within: number;
  variant: Variant;
  short_abandon: number;
}

/** A queue or portal with its rule. */
export interface Ruled extends Rule {
  id: string;
  name: string;
  key: string;
}

export interface ServiceLevels {
  queues: Ruled[];
  portals: Ruled[];
}

export type Sort = keyof ServiceLevels;

export async function saveRule(sort: Sort, id: string, rule: Rule): Promise<void> {
  const { within, variant, short_abandon } = rule;
  await askOffice("PUT", `/service-levels/${sort}/${id}`, { body: { within, variant, short_abandon } });
}
