import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import type {
  ChatLineRow,
  OfferClosed,
  OfferRow,
  RequestGone,
  SessionRow,
} from "../../generated/messages.ts";
import { playSound, type SoundName } from "../../shared/sounds.ts";
import { notifyAlert } from "./alert_notice.ts";
import { announce } from "./announcer.ts";
import { customerOf } from "./choices.ts";
import type { DeskState } from "./desk_state.ts";
import { deskStore } from "./desk_store.ts";
import { keepSelection } from "./kept_selection.ts";
import { isLeadTab } from "./lead_tab.ts";
import { preferences } from "./preferences.ts";
import { shortName } from "./short_name.ts";
import { firstSounding } from "./sounded.ts";

const SOUND_OF_KIND: Record<OfferRow["kind"], SoundName> = {
  new: "new",
  for_you: "for_you",
  escalated: "escalated",
  invitation: "for_you",
};

/** How long a passing remark stays on the screen, in ms. */
const REMARK_LASTS = 6_000;

/** Shows a passing remark and has it spoken. */
export function remark(words: string, tone: "plain" | "bad" = "plain"): void {
  notifications.show({
    message: words,
    color: tone === "bad" ? "red" : "gray",
    autoClose: REMARK_LASTS,
    closeButtonProps: { "aria-label": i18next.t("desk:close") },
    role: "presentation",
  });
  announce(words);
}

/** Watches what arrives: new alerts and new lines sound, are spoken and, behind, notify. Returns how to stop. */
export function watchAlerts(): () => void {
  return deskStore.subscribe((desk, before) => {
    if (desk.server.offers !== before.server.offers)
      newAlerts(desk.server, before.server).forEach(alertArrived);
    if (desk.server.lines !== before.server.lines) newLines(desk.server, before.server).forEach(lineArrived);
    if (desk.server.sessions !== before.server.sessions)
      newSessions(desk.server, before.server).forEach(sessionArrived);
    if (desk.selection !== before.selection) keepSelection(desk.selection);
    if (desk.link !== before.link) linkChanged(desk.link, before.link);
  });
}

/** An alert rings anew when it is new or its reminder is. */
function ringKey(offer: OfferRow): string {
  return `${offer.id}:${offer.reminder}`;
}

function newAlerts(now: DeskState, before: DeskState): OfferRow[] {
  const known = new Set(Object.values(before.offers).map(ringKey));
  return Object.values(now.offers).filter((offer) => offer.state === "ringing" && !known.has(ringKey(offer)));
}

function alertArrived(offer: OfferRow): void {
  const words = i18next.t(offer.reminder > 0 ? "desk:announce.reminder" : "desk:announce.alert", {
    kind: i18next.t(`desk:kind.${offer.kind}`),
    name: shortName(offer.request.customer_name),
    portal: offer.request.queue_name ?? offer.request.portal_name,
  });
  announce(words, "assertive");
  if (!isLeadTab() || !firstSounding(ringKey(offer))) return;
  playSound(SOUND_OF_KIND[offer.kind], preferences.getState().volume);
  notifyAlert(offer, words);
}

function newLines(now: DeskState, before: DeskState): ChatLineRow[] {
  // The conversations of a first snapshot are not news.
  if (!before.known) return [];
  return Object.values(now.sessions).flatMap((session) => {
    const lines = now.lines[session.id];
    const known = before.lines[session.id];
    if (lines === known || !known) return [];
    const last = known.at(-1)?.number ?? 0;
    return (lines ?? []).filter((line) => line.number > last && line.author === "customer").slice(-1);
  });
}

function lineArrived(line: ChatLineRow): void {
  const { selection, server } = deskStore.getState();
  const session = server.sessions[line.session_id];
  const inView = selection?.id === line.session_id && document.hasFocus();
  const name = (session && customerOf(session)?.name) || line.author_name;
  announce(i18next.t("desk:announce.line", { name: shortName(name), text: line.text }));
  if (!inView && isLeadTab() && firstSounding(line.id)) {
    playSound("message", preferences.getState().volume);
  }
}

function newSessions(now: DeskState, before: DeskState): SessionRow[] {
  if (!before.known) return [];
  return Object.values(now.sessions).filter((session) => !before.sessions[session.id]);
}

/** A customer who was in the agent's line gets their session by themselves; nothing takes the focus. */
function sessionArrived(session: SessionRow): void {
  const { selection } = deskStore.getState();
  const name = shortName(session.request.customer_name);
  announce(i18next.t("desk:announce.session", { name, number: session.number }));
  if (!selection) deskStore.setState({ selection: { kind: "session", id: session.id } });
}

function announceLost(): void {
  announce(`${i18next.t("desk:link.reconnecting")} ${i18next.t("desk:link.kept")}`);
}

function linkChanged(link: string, before: string): void {
  if (link === "reconnecting" && before === "connected") announceLost();
  if (link === "connected" && before === "reconnecting") announce(i18next.t("desk:link.back"));
}

/** Says who won, or that the customer left, when an alert that was shown goes away by itself. */
export function offerClosed(closed: OfferClosed): void {
  const { server, answered, reopened } = deskStore.getState();
  const offer = server.offers[closed.offer_id];
  const shown = offer?.state === "ringing" || reopened === closed.request_id;
  if (!offer || !shown || answered[closed.offer_id] || !isNews(closed, server)) return;
  const name = shortName(offer.request.customer_name);
  if (closed.winner_name) remark(i18next.t("desk:taken_by", { winner: closed.winner_name, name }));
  else remark(i18next.t("desk:alert_withdrawn", { name }));
}

/** The agent knows that they went away themselves; of a lost customer the request is gone as well. */
function isNews({ state, why, request_id }: OfferClosed, server: DeskState): boolean {
  if (state !== "withdrawn") return false;
  return why === "taken" || why === "left" || (why === "lost" && !server.requests[request_id]);
}

/** The same for an alert the agent had opened again from the list. */
export function requestGone(gone: RequestGone): void {
  const { server, reopened } = deskStore.getState();
  if (reopened !== gone.request_id) return;
  const name = shortName(server.requests[gone.request_id]?.customer_name ?? "");
  deskStore.setState({ reopened: null });
  if (gone.reason === "abandoned") remark(i18next.t("desk:customer_left_line", { name }));
  else if (gone.winner_name && gone.winner_name !== server.agent?.name) {
    remark(i18next.t("desk:taken_by", { winner: gone.winner_name, name }));
  }
}
