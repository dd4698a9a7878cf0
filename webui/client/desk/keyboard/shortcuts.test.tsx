import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { AlertStack } from "../alerts/alert_stack.tsx";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { anAgent, anOffer, aSnapshot } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { useShortcuts } from "./shortcuts.ts";

function Page() {
  useShortcuts();
  return (
    <>
      <input aria-label="something to write" />
      <button type="button">something to press</button>
      <AlertStack />
    </>
  );
}

let asked: string[];
let bodies: unknown[];

beforeAll(async () => {
  await startWords();
  await setLanguage("en");
});

beforeEach(() => {
  asked = [];
  bodies = [];
  vi.stubGlobal("fetch", (path: string, options: RequestInit) => {
    asked.push(path);
    bodies.push(JSON.parse(String(options.body)));
    return Promise.resolve(Response.json({ session_id: "session-1", state: "accepted" }));
  });
  const snapshot = aSnapshot({ offers: [anOffer()], requests: [anOffer().request] });
  deskStore.setState((desk) => ({ server: withSnapshot(desk.server, snapshot) }));
  render(
    <MantineProvider env="test">
      <Page />
    </MantineProvider>,
  );
});

afterEach(() => {
  cleanup();
  resetDesk();
  vi.unstubAllGlobals();
});

function press(element: Element, key: string, alt = false): void {
  fireEvent.keyDown(element, { key, altKey: alt, code: key.length === 1 ? `Key${key.toUpperCase()}` : key });
}

const writing = () => screen.getByRole("textbox");

it("Enter says yes to the alert when nothing has the focus", async () => {
  await act(async () => press(document.body, "Enter"));
  expect(asked).toEqual(["/api/v1/offers/offer-1/accept"]);
});

it("Escape says no, and the card is gone at once", async () => {
  await act(async () => press(document.body, "Escape"));
  expect(asked).toEqual(["/api/v1/offers/offer-1/decline"]);
  expect(screen.queryByTestId("alert")).toBeNull();
});

it("while something is being written, neither answers the alert", () => {
  writing().focus();
  press(writing(), "Enter");
  press(writing(), "Escape");
  expect(asked).toEqual([]);
});

it("Enter on a button presses the button alone", () => {
  const button = screen.getByRole("button", { name: "something to press" });
  button.focus();
  press(button, "Enter");
  expect(asked).toEqual([]);
});

it("the Escape that closes a dialog does not answer the alert as well", () => {
  const dialog = document.createElement("div");
  dialog.setAttribute("role", "dialog");
  const button = dialog.appendChild(document.createElement("button"));
  document.body.append(dialog);
  // A dialog without a transition is gone before the key gets any further.
  const close = () => dialog.remove();
  window.addEventListener("keydown", close, { capture: true, once: true });
  button.focus();
  press(button, "Escape");
  expect(asked).toEqual([]);
});

it("Alt+Y answers the oldest alert from anywhere, once however often it is pressed", async () => {
  writing().focus();
  await act(async () => {
    press(writing(), "y", true);
    press(writing(), "y", true);
  });
  expect(asked).toEqual(["/api/v1/offers/offer-1/accept"]);
});

it("Alt+U turns the switch over, also while a session or wrap-up says nothing about it", async () => {
  for (const state of ["in_session", "wrap_up"] as const) {
    for (const status of ["available", "unavailable"] as const) {
      const agent = anAgent({ state, status });
      deskStore.setState(({ server }) => ({ server: { ...server, agent } }));
      await act(async () => press(document.body, "u", true));
    }
  }
  const turned = ["unavailable", "available"].map((status) => ({ status, reason: "" }));
  expect(bodies).toEqual([...turned, ...turned]);
});
