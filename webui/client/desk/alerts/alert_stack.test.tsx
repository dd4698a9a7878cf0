import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import type { OfferRow } from "../../generated/messages.ts";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { anOffer, aRequest, aSnapshot, NOW } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { AlertStack } from "./alert_stack.tsx";

beforeAll(async () => {
  await startWords();
  await setLanguage("fr");
});

afterEach(() => {
  cleanup();
  resetDesk();
  vi.unstubAllGlobals();
});

function show(offers: OfferRow[]) {
  const requests = offers.map((offer) => offer.request);
  deskStore.setState((desk) => ({ server: withSnapshot(desk.server, aSnapshot({ offers, requests })) }));
  render(
    <MantineProvider env="test">
      <AlertStack />
    </MantineProvider>,
  );
}

it("an alert says its kind in words, who asks and what, and never takes the focus", () => {
  show([anOffer()]);
  const alert = screen.getByRole("region", { name: "Nouvelle demande" });
  expect(within(alert).getByText("Amélie Rousseau")).toBeTruthy();
  expect(within(alert).getByText("Where is my order?")).toBeTruthy();
  expect(within(alert).getByRole("button", { name: "Oui" })).toBeTruthy();
  expect(within(alert).getByRole("button", { name: "Non" })).toBeTruthy();
  expect(document.activeElement).toBe(document.body);
});

function offersFor(...names: string[]): OfferRow[] {
  return names.map((name, index) =>
    anOffer({
      id: `offer-${name}`,
      request: aRequest({ id: name, customer_name: name, waiting_since: NOW + index }),
    }),
  );
}

function windowOf(width: "narrow" | "wide") {
  const answer = { addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal("matchMedia", (query: string) => ({
    ...answer,
    matches: query.includes("max-width") === (width === "narrow"),
  }));
}

function shownRequests() {
  return screen.getAllByTestId("alert").map((alert) => alert.dataset.request);
}

it("several alerts stand oldest first, and those beyond three are counted", () => {
  windowOf("wide");
  show(offersFor("one", "two", "three", "four", "five").reverse());
  expect(shownRequests()).toEqual(["one", "two", "three"]);
  expect(screen.getByText("2 autres alertes sonnent. Elles sont dans la liste.")).toBeTruthy();
});

it("a narrow window shows the oldest alert alone and counts the others", () => {
  windowOf("narrow");
  show(offersFor("one", "two", "three"));
  expect(shownRequests()).toEqual(["one"]);
  expect(screen.getByText("2 autres alertes sonnent. Elles sont dans la liste.")).toBeTruthy();
});
