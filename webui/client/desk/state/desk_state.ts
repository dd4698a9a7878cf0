import type {
  AgentRow,
  ChatLineRow,
  DeskCounters,
  DeskSnapshot,
  HistoryRow,
  OfferRow,
  RequestRow,
  SessionRow,
} from "../../generated/messages.ts";
import { mergeLines } from "../../shared/live/conversation.ts";
import { byId, without } from "../../shared/live/versions.ts";

type Rows<Row> = Readonly<Record<string, Row>>;

/** Everything the server has told this desk, by id. */
export interface DeskState {
  /** False until the first snapshot. */
  known: boolean;
  agent: AgentRow | null;
  counters: DeskCounters;
  requests: Rows<RequestRow>;
  offers: Rows<OfferRow>;
  sessions: Rows<SessionRow>;
  /** The agent's sessions that ended today, newest first. */
  history: readonly HistoryRow[];
  /** There are more of them than were fetched. */
  historyGoesOn: boolean;
  /** Lines by session, ascending by number. */
  lines: Rows<readonly ChatLineRow[]>;
  /** Until when (ms since the epoch, this machine's clock) the customer of a session counts as typing. */
  typingUntil: Rows<number>;
  /** Versions of requests that are gone, so that a late row does not bring them back. */
  goneRequests: Rows<number>;
  /** Ended sessions whose tab the agent has closed, so that a late row does not bring it back. */
  closedSessions: Rows<true>;
}

export const EMPTY_DESK: DeskState = {
  known: false,
  agent: null,
  counters: { waiting: 0, oldest_waiting_since: null },
  requests: {},
  offers: {},
  sessions: {},
  history: [],
  historyGoesOn: false,
  lines: {},
  typingUntil: {},
  goneRequests: {},
  closedSessions: {},
};

/** The state after a snapshot. Sessions that ended meanwhile stay open to read until the agent closes them. */
export function withSnapshot(state: DeskState, snapshot: DeskSnapshot): DeskState {
  return {
    ...EMPTY_DESK,
    known: true,
    agent: snapshot.agent,
    counters: snapshot.counters,
    requests: byId(snapshot.requests),
    offers: byId(snapshot.offers),
    sessions: { ...endedSince(state, snapshot), ...byId(stillOpen(state, snapshot)) },
    closedSessions: state.closedSessions,
    history: snapshot.history,
    historyGoesOn: snapshot.history_goes_on,
    lines: linesWith(state.lines, snapshot.lines),
  };
}

function stillOpen(state: DeskState, snapshot: DeskSnapshot): SessionRow[] {
  return snapshot.sessions.filter((session) => !state.closedSessions[session.id]);
}

/** The state without a session that is over. */
export function withoutSession(state: DeskState, sessionId: string): DeskState {
  return {
    ...state,
    sessions: without(state.sessions, sessionId),
    closedSessions: { ...state.closedSessions, [sessionId]: true },
  };
}

function endedSince(state: DeskState, snapshot: DeskSnapshot): Rows<SessionRow> {
  const still = new Set(snapshot.sessions.map((session) => session.id));
  const ended = Object.values(state.sessions).filter((session) => !still.has(session.id));
  return byId(ended.map((session) => ({ ...session, state: "ended" as const })));
}

/** The conversations with `more` merged in. */
export function linesWith(
  lines: DeskState["lines"],
  more: readonly ChatLineRow[],
): Rows<readonly ChatLineRow[]> {
  const merged: Record<string, readonly ChatLineRow[]> = { ...lines };
  for (const [sessionId, fresh] of bySession(more)) {
    merged[sessionId] = mergeLines(merged[sessionId] ?? [], fresh);
  }
  return merged;
}

function bySession(lines: readonly ChatLineRow[]): Map<string, ChatLineRow[]> {
  const sessions = new Map<string, ChatLineRow[]>();
  for (const line of lines) {
    const others = sessions.get(line.session_id);
    if (others) others.push(line);
    else sessions.set(line.session_id, [line]);
  }
  return sessions;
}
