import type { AgentStateName, BoardAgent } from "../generated/messages.ts";

/** More than these would be too small to read. */
const MOST_TILES = 120;

export interface Tiles {
  shown: BoardAgent[];
  /** How many agents there is no room for. */
  more: number;
  columns: number;
  /** How many there are in each state, in the order of the tiles; those signed out last. */
  counts: { state: AgentStateName; count: number }[];
}

/** Wide tiles for few, narrow ones for many: five or six rows at most until the wall is full. */
function columnsFor(count: number): number {
  if (count <= 4) return 4;
  if (count <= 12) return 6;
  return count <= 32 ? 8 : Math.min(12, Math.max(10, Math.ceil(count / 8)));
}

function countStates(agents: readonly BoardAgent[]): Tiles["counts"] {
  const counts = new Map<AgentStateName, number>();
  for (const { state } of agents) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, count }));
}

/** Who gets a tile: everybody but those who are signed out, in the server's order, which is by state. */
export function tilesOf(agents: readonly BoardAgent[]): Tiles {
  const present = agents.filter((agent) => agent.state !== "off");
  const shown = present.slice(0, MOST_TILES);
  const more = present.length - shown.length;
  return { shown, more, columns: columnsFor(shown.length), counts: countStates(agents) };
}
