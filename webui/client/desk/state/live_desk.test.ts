import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { OfferClosed } from "../../generated/messages.ts";
import { anOffer, aRequest, aSession, aSnapshot } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { announcements } from "./announcer.ts";
import { closeConversations } from "./conversations.ts";
import { deskStore, resetDesk } from "./desk_store.ts";
import { afterSnapshot, snapshotArrived } from "./live_desk.ts";
import { offerClosed } from "./reactions.ts";

beforeAll(async () => {
  await startWords();
  await setLanguage("en");
});

beforeEach(() => resetDesk());

afterEach(() => {
  closeConversations();
  localStorage.clear();
});

it("an alert opened by hand stays over a new connection only while its request is there", () => {
  const desk = { ...deskStore.getState(), reopened: "request-1" };
  expect(afterSnapshot(desk, aSnapshot({ requests: [aRequest()] })).reopened).toBe("request-1");
  expect(afterSnapshot(desk, aSnapshot()).reopened).toBeNull();
});

/** What is said when an alert that rings is withdrawn. */
function said(why: string, requestIsThere = true, winner: string | null = null): string {
  const requests = requestIsThere ? [aRequest()] : [];
  const desk = deskStore.getState();
  deskStore.setState(afterSnapshot(desk, aSnapshot({ offers: [anOffer()], requests })));
  const before = announcements.getState().polite.number;
  const offer = { offer_id: "offer-1", request_id: "request-1" };
  const closed: OfferClosed = { ...offer, state: "withdrawn", why, winner_name: winner };
  offerClosed(closed);
  const { number, text } = announcements.getState().polite;
  return number === before ? "" : text;
}

it("an alert that goes because somebody was faster or the customer left says so", () => {
  expect(said("taken", true, "Dorit")).toBe("Taken by Dorit: Amélie Rousseau");
  expect(said("left", false)).toBe("The request of Amélie Rousseau is no longer open.");
  expect(said("lost", false)).toBe("The request of Amélie Rousseau is no longer open.");
});

it("an alert that goes because the agent does says nothing: its request is as open as before", () => {
  expect(said("unavailable")).toBe("");
  expect(said("lost")).toBe("");
});

/** The kept things of this browser, by name. */
const kept = () => Object.keys(localStorage).sort();

it("the first snapshot of a page forgets what was kept for sessions that are gone, later ones nothing", () => {
  const ofSession = (id: string) => [
    `guichet.desk.draft.${id}`,
    `guichet.desk.notes.${id}`,
    `guichet.line.desk.${id}.line-1`,
  ];
  const ofCustomer = ["guichet.draft.box", "guichet.line.request-1.line-1"];
  for (const name of [...ofSession("gone"), ...ofSession("session-1"), ...ofCustomer]) {
    localStorage.setItem(name, "half a sen");
  }
  snapshotArrived(aSnapshot({ sessions: [aSession()] }));
  expect(kept()).toEqual([...ofSession("session-1"), ...ofCustomer].sort());
  snapshotArrived(aSnapshot());
  expect(kept()).toEqual([...ofSession("session-1"), ...ofCustomer].sort());
});
