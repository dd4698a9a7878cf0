import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { closeSession, select } from "../state/actions.ts";
import { closeConversations } from "../state/conversations.ts";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk, useDesk } from "../state/desk_store.ts";
import { aSession, aSnapshot } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { forgetEndings, isEnding } from "./endings.ts";
import { SessionView } from "./session_view.tsx";

beforeAll(async () => {
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
  await startWords();
  await setLanguage("en");
});

function Middle() {
  const id = useDesk((desk) => desk.selection?.id);
  return id ? <SessionView id={id} /> : null;
}

beforeEach(() => {
  const sessions = [aSession({ id: "one" }), aSession({ id: "two", notes: "of two" })];
  deskStore.setState((desk) => ({
    server: withSnapshot(desk.server, aSnapshot({ sessions })),
    selection: { kind: "session", id: "one" },
  }));
  render(
    <MantineProvider env="test">
      <Middle />
    </MantineProvider>,
  );
});

afterEach(() => {
  cleanup();
  closeConversations();
  forgetEndings();
  resetDesk();
  localStorage.clear();
  vi.unstubAllGlobals();
});

function show(id: string): void {
  act(() => select({ kind: "session", id }));
}

function openDialog(): void {
  fireEvent.click(screen.getByRole("button", { name: "End session" }));
}

const ticket = () => screen.getByRole<HTMLInputElement>("textbox", { name: /^Ticket/ });
const notes = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Notes" });
const unresolved = () => screen.getByRole<HTMLInputElement>("radio", { name: "Unresolved" });

it("what was written in the dialog is there again when its session comes back to the front", () => {
  openDialog();
  fireEvent.change(ticket(), { target: { value: "T-1" } });
  fireEvent.change(notes(), { target: { value: "Will call back" } });
  fireEvent.click(unresolved());
  show("two");
  expect(screen.queryByRole("dialog")).toBeNull();
  show("one");
  expect([ticket().value, notes().value, unresolved().checked]).toEqual(["T-1", "Will call back", true]);
});

it("a dialog that was cancelled begins anew", () => {
  openDialog();
  fireEvent.change(ticket(), { target: { value: "T-1" } });
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  openDialog();
  expect(ticket().value).toBe("");
});

it("what stands in the dialog is what the session ends with, and nothing of it stays in the browser", async () => {
  const bodies: unknown[] = [];
  vi.stubGlobal("fetch", async (_path: string, options: RequestInit) => {
    bodies.push(JSON.parse(String(options.body)));
    return Response.json(aSession({ id: "two", state: "ended" }));
  });
  show("two");
  localStorage.setItem("guichet.desk.draft.two", "half a sen");
  openDialog();
  fireEvent.change(ticket(), { target: { value: " T-2 " } });
  const submit = screen.getByRole("dialog").querySelector("form") as HTMLFormElement;
  await act(async () => void fireEvent.submit(submit));
  expect(bodies).toEqual([{ resolution: "resolved", ticket: "T-2", notes: "of two" }]);
  expect(deskStore.getState().selection?.id).toBe("one");
  expect(Object.keys(localStorage).filter((key) => key.endsWith(".two"))).toEqual([]);
  expect(isEnding("two")).toBe(false);
});

it("a closed tab leaves nothing of its session in the browser", () => {
  const line = JSON.stringify({ id: "l1", text: "never sent", problem: { code: "conflict" } });
  localStorage.setItem("guichet.line.desk.two.l1", line);
  localStorage.setItem("guichet.desk.notes.two", "not saved");
  act(() => closeSession("two"));
  expect(Object.keys(localStorage).filter((key) => key.includes("two"))).toEqual([]);
  expect(deskStore.getState().pending).not.toHaveProperty("two");
});
