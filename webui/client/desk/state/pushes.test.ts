import { describe, expect, it } from "vitest";
import { aLine, anAgent, anOffer, aRequest, aSession, aSnapshot, NOW } from "../testing/rows.ts";
import { incomingRequests, ringingOffers, unreadLines } from "./choices.ts";
import { EMPTY_DESK, withoutSession, withSnapshot } from "./desk_state.ts";
import { AFTER_PUSH } from "./pushes.ts";

const desk = (given = {}) => withSnapshot(EMPTY_DESK, aSnapshot(given));

describe("a pushed request", () => {
  it("is dropped when a newer one is known", () => {
    const state = desk({ requests: [aRequest({ version: 3, warning_level: 2 })] });
    const after = AFTER_PUSH.request_row(state, aRequest({ version: 2 }), NOW);
    expect(after.requests["request-1"]?.warning_level).toBe(2);
  });

  it("that is gone does not come back by an older row, but by a newer one", () => {
    const gone = { request_id: "request-1", version: 5, reason: "accepted" as const, winner_name: "Dorit" };
    const state = AFTER_PUSH.request_gone(desk({ requests: [aRequest()] }), gone, NOW);
    expect(AFTER_PUSH.request_row(state, aRequest({ version: 5 }), NOW).requests).toEqual({});
    expect(Object.keys(AFTER_PUSH.request_row(state, aRequest({ version: 6 }), NOW).requests)).toHaveLength(
      1,
    );
  });

  it("stands in the list below whoever waits longer", () => {
    const first = aRequest({ id: "a", waiting_since: NOW + 5 });
    const longer = aRequest({ id: "b", waiting_since: NOW - 5 });
    const rows = incomingRequests(desk({ requests: [first, longer] }).requests);
    expect(rows.map((row) => row.id)).toEqual(["b", "a"]);
  });
});

describe("an alert", () => {
  it("goes away when it is closed", () => {
    const state = desk({ offers: [anOffer()] });
    const closed = {
      offer_id: "offer-1",
      request_id: "request-1",
      state: "withdrawn" as const,
      why: "taken",
      winner_name: "Dorit",
    };
    expect(AFTER_PUSH.offer_closed(state, closed, NOW).offers).toEqual({});
  });

  it("is not shown any more once this page has said no", () => {
    const { offers } = desk({
      offers: [anOffer(), anOffer({ id: "offer-2", request: aRequest({ id: "b", waiting_since: NOW - 1 }) })],
    });
    expect(ringingOffers(offers, {}).map((offer) => offer.id)).toEqual(["offer-2", "offer-1"]);
    expect(ringingOffers(offers, { "offer-2": "no" }).map((offer) => offer.id)).toEqual(["offer-1"]);
  });
});

describe("a session", () => {
  it("that ended while the desk was cut off stays open to read", () => {
    const before = desk({ sessions: [aSession()], lines: [aLine(1)] });
    const after = withSnapshot(before, aSnapshot());
    expect(after.sessions["session-1"]?.state).toBe("ended");
    expect(after.lines["session-1"]).toHaveLength(1);
  });

  it("whose tab was closed does not come back with the news that it ended", () => {
    const after = AFTER_PUSH.session_row(desk(), aSession({ state: "ended", version: 9 }), NOW);
    expect(after.sessions).toEqual({});
  });

  it("whose tab was closed does not come back by older news that is late, nor by a late snapshot", () => {
    const closed = withoutSession(desk({ sessions: [aSession()] }), "session-1");
    expect(AFTER_PUSH.session_row(closed, aSession({ version: 7 }), NOW).sessions).toEqual({});
    expect(withSnapshot(closed, aSnapshot({ sessions: [aSession()] })).sessions).toEqual({});
  });

  it("keeps the marks of its participants going forward only", () => {
    const marks = { session_id: "session-1", participant_id: "customer-1", delivered: 4, read: 3 };
    const once = AFTER_PUSH.marks(desk({ sessions: [aSession()] }), marks, NOW);
    const twice = AFTER_PUSH.marks(once, { ...marks, delivered: 2, read: 1 }, NOW);
    expect(twice.sessions["session-1"]?.participants[1]).toMatchObject({ delivered: 4, read: 3 });
  });

  it("counts as unread what the customer wrote after the last line read", () => {
    const own = aLine(3, { author: "agent" });
    expect(unreadLines([aLine(1), aLine(2), own, aLine(4)], 1)).toBe(2);
  });
});

describe("the customer's typing", () => {
  it("ends with their line", () => {
    const typing = AFTER_PUSH.typing(desk(), { session_id: "session-1", author: "customer" }, NOW);
    expect(typing.typingUntil["session-1"]).toBe(NOW + 5_000);
    expect(AFTER_PUSH.chat_line_row(typing, aLine(1), NOW).typingUntil).toEqual({});
  });
});

describe("the agent's own state", () => {
  it("never goes back to an older one", () => {
    const state = desk({ agent: anAgent({ version: 4, state: "wrap_up" }) });
    expect(AFTER_PUSH.agent_row(state, anAgent({ version: 3 }), NOW)).toBe(state);
  });
});
