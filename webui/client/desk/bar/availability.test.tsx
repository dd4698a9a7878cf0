import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { AgentRow } from "../../generated/messages.ts";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { anAgent, aSnapshot } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { Availability } from "./availability.tsx";

beforeAll(async () => {
  await startWords();
  await setLanguage("en");
});

afterEach(() => {
  cleanup();
  resetDesk();
});

function show(given: Partial<AgentRow>): void {
  const snapshot = aSnapshot({ agent: anAgent(given) });
  deskStore.setState((desk) => ({ server: withSnapshot(desk.server, snapshot) }));
  render(
    <MantineProvider env="test">
      <Availability />
    </MantineProvider>,
  );
}

it.each([
  [{ state: "in_session", sessions: 2 }, "In session 2/3"],
  [{ state: "in_session", sessions: 2, status: "unavailable" }, "In session 2/3 · unavailable"],
  [{ state: "in_session", sessions: 1, max_sessions: 1 }, "In session"],
  [{ state: "wrap_up", status: "unavailable", reason: "lunch" }, "Wrap-up · unavailable"],
  [{ state: "unavailable", status: "unavailable", reason: "lunch" }, "Unavailable · Lunch"],
  [{ state: "available" }, "Available"],
] as [Partial<AgentRow>, string][])("%j is told as %s", (given, words) => {
  show(given);
  expect(screen.getByRole("button").title).toBe(words);
});

it.each([
  [{ state: "in_session", status: "available" }, ["Available"]],
  [{ state: "in_session", status: "unavailable", reason: "lunch" }, ["Lunch"]],
  [{ state: "wrap_up", status: "unavailable", reason: "to the dentist" }, ["Another reason…"]],
  [{ state: "unavailable", status: "unavailable", reason: "signed_out" }, []],
] as [Partial<AgentRow>, string[]][])("of %j the menu marks %j", async (given, marked) => {
  show(given);
  await act(async () => {
    fireEvent.click(screen.getByRole("button"));
  });
  const items = screen.getAllByRole("menuitem");
  const current = items.filter((item) => item.getAttribute("aria-current") === "true");
  expect(current.map((item) => item.textContent)).toEqual(marked);
});
