import type { Board, BoardAgent, BoardSlots } from "../../generated/messages.ts";

/** Builders of what the server sends, for tests: everything ordinary, what matters to the test given. */
export const MIDNIGHT = 1_790_028_000_000;
export const QUARTER = 900_000;

export function slotsOf(given: Partial<BoardSlots> = {}, count = 1): BoardSlots {
  const zeros = () => Array.from({ length: count }, () => 0);
  return {
    length: QUARTER,
    offered: zeros(),
    answered: zeros(),
    abandoned: zeros(),
    waiting: zeros(),
    longest_wait: zeros(),
    service_level: zeros().map(() => null),
    ...given,
  };
}

export function aBoard(given: Partial<Board> = {}): Board {
  return {
    id: "board-1",
    name: "Cards",
    version: 1,
    at: MIDNIGHT,
    zone: "Europe/Paris",
    day_from: MIDNIGHT,
    queues: ["Cards"],
    waiting: 0,
    longest_wait_since: null,
    service_level: null,
    service_level_variant: "missed",
    service_level_within: 20_000,
    offered: 0,
    answered: 0,
    abandoned: 0,
    agents: [],
    slots: slotsOf(),
    thresholds: {},
    sound: true,
    ...given,
  };
}

export function anAgent(given: Partial<BoardAgent> = {}): BoardAgent {
  return { id: "agent-1", name: "Marie", state: "available", reason: "", since: MIDNIGHT, ...given };
}
