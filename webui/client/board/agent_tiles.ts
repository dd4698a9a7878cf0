import type { AgentStateName, BoardAgent } from "../generated/messages.ts";

/** More than these would be too small to read. */
const MOST_TILES = 120;

export interface StateGroup {
  state: AgentStateName;
  /** How many agents are in this state, shown or not. */
  count: number;
  shown: BoardAgent[];
}

export interface Tiles {
  groups: StateGroup[];
  /** How many agents there is no room for. */
  more: number;
  columns: number;
}

/** Wide tiles for few, narrow ones for many: five to eight rows on a full wall. */
function columnsFor(cells: number): number {
  if (cells <= 12) return 6;
  return cells <= 32 ? 8 : Math.min(14, Math.max(10, Math.ceil(cells / 8)));
}

function groupsOf(agents: readonly BoardAgent[]): StateGroup[] {
  const groups: StateGroup[] = [];
  let room = MOST_TILES;
  for (const agent of agents) {
    let group = groups.find(({ state }) => state === agent.state);
    if (!group) {
      group = { state: agent.state, count: 0, shown: [] };
      groups.push(group);
    }
    group.count += 1;
    // Who is signed out is counted only.
    if (agent.state !== "off" && room-- > 0) group.shown.push(agent);
  }
  return groups;
}

/** The agents by state, in the server's order; everybody who is signed in gets a tile while there is room. */
export function tilesOf(agents: readonly BoardAgent[]): Tiles {
  const groups = groupsOf(agents);
  const shown = groups.reduce((sum, group) => sum + group.shown.length, 0);
  const present = agents.filter(({ state }) => state !== "off").length;
  return { groups, more: present - shown, columns: columnsFor(shown + groups.length) };
}
