import type {
  AgentRow,
  ChatLineRow,
  DeskSnapshot,
  HistoryRow,
  OfferRow,
  RequestRow,
  SessionRow,
} from "../../generated/messages.ts";

/** Builders of what the server sends, for tests: everything ordinary, what matters to the test given. */
export const NOW = 1_790_000_000_000;

export function aRequest(given: Partial<RequestRow> = {}): RequestRow {
  return {
    id: "request-1",
    version: 1,
    state: "offered",
    kind: "new",
    portal_name: "Orders",
    queue_name: null,
    customer_name: "Amélie Rousseau",
    question: "Where is my order?",
    answers: [],
    language: "fr",
    page_url: "https://bank.example/orders",
    referrer: "",
    user_agent: "",
    posted_at: NOW,
    waiting_since: NOW,
    warning_level: 0,
    customer_connected: true,
    mine: false,
    line_agent_name: null,
    ...given,
  };
}

export function anOffer(given: Partial<OfferRow> = {}): OfferRow {
  return {
    id: "offer-1",
    version: 1,
    state: "ringing",
    kind: "new",
    mode: "standard",
    reminder: 0,
    request: aRequest(),
    offered_at: NOW,
    shown_until: NOW + 30_000,
    ...given,
  };
}

export function aSession(given: Partial<SessionRow> = {}): SessionRow {
  const person = { hidden: false, joined_at: NOW, left_at: null, delivered: 0, read: 0 };
  return {
    id: "session-1",
    version: 1,
    number: "123456789",
    state: "active",
    request: aRequest({ state: "in_session" }),
    participants: [
      { ...person, id: "agent-1", kind: "agent", name: "Tova Stern", controlling: true },
      { ...person, id: "customer-1", kind: "customer", name: "Amélie Rousseau", controlling: false },
    ],
    began_at: NOW,
    active_at: NOW,
    ended_at: null,
    resolution: null,
    ticket: "",
    notes: "",
    last_line: 0,
    post_answers: [],
    customer_connected: true,
    ...given,
  };
}

export function aLine(number: number, given: Partial<ChatLineRow> = {}): ChatLineRow {
  return {
    id: `line-${number}`,
    session_id: "session-1",
    number,
    author: "customer",
    author_name: "Amélie Rousseau",
    code: "",
    text: `line ${number}`,
    written_at: NOW,
    ...given,
  };
}

export function anAgent(given: Partial<AgentRow> = {}): AgentRow {
  return {
    id: "account-1",
    version: 1,
    name: "Tova Stern",
    state: "available",
    status: "available",
    reason: "",
    since: NOW,
    sessions: 0,
    max_sessions: 3,
    wrap_up_until: null,
    auto_unavailable: false,
    ...given,
  };
}

export function aHistoryRow(given: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id: "session-0",
    number: "123456780",
    portal_name: "Orders",
    customer_name: "Amélie Rousseau",
    question: "Where is my order?",
    language: "fr",
    began_at: NOW - 60_000,
    ended_at: NOW,
    resolution: "resolved",
    face: null,
    ...given,
  };
}

export function aSnapshot(given: Partial<DeskSnapshot> = {}): DeskSnapshot {
  return {
    at: NOW,
    agent: anAgent(),
    counters: { waiting: 0, oldest_waiting_since: null },
    requests: [],
    offers: [],
    sessions: [],
    history: [],
    history_goes_on: false,
    lines: [],
    ...given,
  };
}
