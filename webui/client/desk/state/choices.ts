import type {
  ChatLineRow,
  OfferRow,
  ParticipantRow,
  RequestRow,
  SessionRow,
} from "../../generated/messages.ts";
import type { DeskState } from "./desk_state.ts";
import type { Desk } from "./desk_store.ts";

const IN_LIST: ReadonlySet<RequestRow["state"]> = new Set(["posted", "waiting", "offered", "in_line"]);

/** The rows of 'incoming': whoever waits longest first. */
export function incomingRequests(requests: DeskState["requests"]): RequestRow[] {
  return Object.values(requests)
    .filter((row) => IN_LIST.has(row.state))
    .sort((one, other) => one.waiting_since - other.waiting_since || one.id.localeCompare(other.id));
}

/** Sessions in the order they began: the order of the tabs. */
export function openSessions(sessions: DeskState["sessions"]): SessionRow[] {
  return Object.values(sessions).sort(
    (one, other) => one.began_at - other.began_at || one.id.localeCompare(other.id),
  );
}

/** Whoever waits longest is served first, whenever their alert came. */
function ageOf(offer: OfferRow): number {
  return offer.request.waiting_since;
}

/** Alerts that ring and were not answered here, the longest wait first. */
export function ringingOffers(offers: DeskState["offers"], answered: Desk["answered"]): OfferRow[] {
  return Object.values(offers)
    .filter((offer) => offer.state === "ringing" && answered[offer.id] !== "no")
    .sort((one, other) => ageOf(one) - ageOf(other) || one.id.localeCompare(other.id));
}

/** The customer of a session. */
export function customerOf(session: SessionRow): ParticipantRow | undefined {
  return session.participants.find((participant) => participant.kind === "customer");
}

/** How many of the customer's lines come after what was read. */
export function unreadLines(lines: readonly ChatLineRow[] | undefined, readUpTo: number): number {
  return (lines ?? []).filter((line) => line.number > readUpTo && line.author === "customer").length;
}

/** Up to which line the agent has read a session, here or in an earlier life of the page. */
export function readMark(session: SessionRow, readHere: number | undefined): number {
  const marks = session.participants.filter((each) => each.kind === "agent").map((each) => each.read);
  return Math.max(readHere ?? 0, ...marks);
}
