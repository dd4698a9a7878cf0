import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
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

it("several alerts stand oldest first, and those beyond three are counted", () => {
  const names = ["one", "two", "three", "four", "five"];
  const offers = names.map((name, index) =>
    anOffer({
      id: `offer-${name}`,
      request: aRequest({ id: name, customer_name: name, waiting_since: NOW + index }),
    }),
  );
  show(offers.reverse());
  const shown = screen.getAllByTestId("alert").map((alert) => alert.dataset.request);
  expect(shown).toEqual(["one", "two", "three"]);
  expect(screen.getByText("2 autres alertes sonnent. Elles sont dans la liste.")).toBeTruthy();
});
