import { createContext, useContext } from "react";
import type { Day } from "./days.ts";
import type { Group } from "./kinds.ts";

export interface Choice {
  id: string;
  name: string;
}

/** What a company has to choose from, its zone, and the days that its requests reach over. */
export interface Choices extends Record<Group, Choice[]> {
  zone: string;
  days: { first: Day; last: Day } | null;
  /** Portals without a queue: on wallboards they stand for themselves. */
  standard_portals: Choice[];
}

const NOTHING: Choices = {
  zone: "UTC",
  days: null,
  queues: [],
  portals: [],
  agents: [],
  standard_portals: [],
};

export const ChoicesContext = createContext<Choices>(NOTHING);

export function useChoices(): Choices {
  return useContext(ChoicesContext);
}
