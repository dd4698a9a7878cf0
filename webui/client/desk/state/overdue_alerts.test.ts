import { expect, it } from "vitest";
import { anOffer, NOW } from "../testing/rows.ts";
import { withoutOverdue } from "./overdue_alerts.ts";

const offer = anOffer({ id: "one", shown_until: NOW + 1_000 });
const later = anOffer({ id: "two", shown_until: NOW + 2_000 });
const offers = { one: offer, two: later };

it("nothing changes while all alerts have time left", () => {
  expect(withoutOverdue(offers, {}, NOW)).toBe(offers);
});

it("an alert goes when its time is over, the others stay", () => {
  expect(withoutOverdue(offers, {}, NOW + 1_000)).toEqual({ two: later });
});

it("an alert whose Yes is on its way stays until the server has spoken", () => {
  expect(withoutOverdue(offers, { one: "yes" }, NOW + 1_000)).toBe(offers);
});
