/** The reports there are, and what can be chosen for each. */
export const KINDS = ["call_volume", "agent_activity", "url_referrals", "sessions"] as const;
export type ReportKind = (typeof KINDS)[number];

/** Choices of several things that a company has. */
export type Group = "queues" | "portals" | "agents";

export const GROUPS: Record<ReportKind, readonly Group[]> = {
  call_volume: ["queues", "portals"],
  agent_activity: ["agents"],
  url_referrals: ["portals"],
  sessions: ["queues", "portals", "agents"],
};

/** What the rows of call volume stand for. */
export const GROUPINGS = ["queue", "portal", "hour", "day", "month"] as const;

/** Where the session query looks for its text. */
export const TEXT_FIELDS = [
  "customer",
  "email",
  "question",
  "notes",
  "ticket",
  "page_url",
  "answers",
] as const;

/** What the session query can be sorted by. */
export const SORTS = [
  "requested_at",
  "began_at",
  "ended_at",
  "wait",
  "session_time",
  "number",
  "queue",
  "portal",
  "agent",
  "customer",
  "email",
  "resolution",
  "ticket",
  "face",
  "page_url",
] as const;

export function isKind(value: unknown): value is ReportKind {
  return KINDS.includes(value as ReportKind);
}
