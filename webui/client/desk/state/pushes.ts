import type { ChatLineRow, HistoryRow, Marks, RequestGone, RequestRow } from "../../generated/messages.ts";
import type { DeskPushes } from "../../shared/live/schema.ts";
import { upsert, without } from "../../shared/live/versions.ts";
import { type DeskState, linesWith } from "./desk_state.ts";

/** How long a customer counts as typing after each sign of it, in ms (the server's promise). */
const TYPING_LASTS = 5_000;

/** The state after a push, as data: one entry a kind. Each returns the same object when nothing changed. */
export const AFTER_PUSH: {
  [Name in keyof DeskPushes]: (state: DeskState, data: DeskPushes[Name], now: number) => DeskState;
} = {
  request_row: (state, row) => withRequest(state, row),
  offer_row: (state, row) =>
    row.state === "ringing"
      ? { ...state, offers: upsert(state.offers, row) }
      : { ...state, offers: without(state.offers, row.id) },
  session_row: (state, row) =>
    // A tab that the agent has closed does not come back, neither for the end nor for older news that is late.
    state.closedSessions[row.id] || (row.state === "ended" && !state.sessions[row.id])
      ? state
      : { ...state, sessions: upsert(state.sessions, row) },
  agent_row: (state, row) =>
    state.agent && state.agent.version >= row.version ? state : { ...state, agent: row },
  desk_counters: (state, counters) => ({ ...state, counters }),
  history_row: (state, row) => ({ ...state, history: withHistory(state.history, row) }),
  chat_line_row: (state, line) => withLine(state, line),
  offer_closed: (state, closed) => ({ ...state, offers: without(state.offers, closed.offer_id) }),
  request_gone: (state, gone) => withoutRequest(state, gone),
  typing: (state, typing, now) =>
    typing.author === "customer"
      ? { ...state, typingUntil: { ...state.typingUntil, [typing.session_id]: now + TYPING_LASTS } }
      : state,
  marks: (state, marks) => withMarks(state, marks),
};

function withRequest(state: DeskState, row: RequestRow): DeskState {
  if ((state.goneRequests[row.id] ?? -1) >= row.version) return state;
  return { ...state, requests: upsert(state.requests, row) };
}

function withoutRequest(state: DeskState, gone: RequestGone): DeskState {
  const known = state.requests[gone.request_id];
  if (known && known.version > gone.version) return state;
  return {
    ...state,
    requests: without(state.requests, gone.request_id),
    goneRequests: { ...state.goneRequests, [gone.request_id]: gone.version },
  };
}

function withHistory(history: readonly HistoryRow[], row: HistoryRow): readonly HistoryRow[] {
  const others = history.filter((each) => each.id !== row.id);
  return [row, ...others].sort((one, other) => other.ended_at - one.ended_at);
}

function withLine(state: DeskState, line: ChatLineRow): DeskState {
  const lines = linesWith(state.lines, [line]);
  if (line.author !== "customer") return { ...state, lines };
  return { ...state, lines, typingUntil: without(state.typingUntil, line.session_id) };
}

function withMarks(state: DeskState, marks: Marks): DeskState {
  const session = state.sessions[marks.session_id];
  if (!session) return state;
  const participants = session.participants.map((each) =>
    each.id === marks.participant_id
      ? {
          ...each,
          delivered: Math.max(each.delivered, marks.delivered),
          read: Math.max(each.read, marks.read),
        }
      : each,
  );
  return { ...state, sessions: { ...state.sessions, [session.id]: { ...session, participants } } };
}
