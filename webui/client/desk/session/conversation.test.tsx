import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { closeConversations } from "../state/conversations.ts";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { aLine, aSession, aSnapshot } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { SessionView } from "./session_view.tsx";

beforeAll(async () => {
  // The test's DOM has no fonts; the growing text box listens for them.
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
  await startWords();
  await setLanguage("en");
});

beforeEach(() => {
  const session = aSession({ last_line: 2 });
  const lines = [aLine(1), aLine(2, { author: "agent", author_name: "Tova Stern", text: "Hello" })];
  deskStore.setState((desk) => ({
    server: withSnapshot(desk.server, aSnapshot({ sessions: [session], lines })),
    selection: { kind: "session", id: session.id },
  }));
});

afterEach(() => {
  cleanup();
  closeConversations();
  resetDesk();
  localStorage.clear();
});

function showSession() {
  render(
    <MantineProvider env="test">
      <SessionView id="session-1" />
    </MantineProvider>,
  );
  return screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
}

it("a message written without a connection is shown as being sent and its draft is gone", () => {
  const box = showSession();
  fireEvent.change(box, { target: { value: "On its way" } });
  expect(localStorage.getItem("guichet.desk.draft.session-1")).toBe("On its way");
  fireEvent.keyDown(box, { key: "Enter" });
  expect(screen.getByText("On its way")).toBeTruthy();
  expect(screen.getByText("Sending…")).toBeTruthy();
  expect(box.value).toBe("");
  expect(localStorage.getItem("guichet.desk.draft.session-1")).toBeNull();
});

it("Shift+Enter does not send", () => {
  const box = showSession();
  fireEvent.change(box, { target: { value: "first line" } });
  fireEvent.keyDown(box, { key: "Enter", shiftKey: true });
  expect(box.value).toBe("first line");
});

it("the draft of a session is there again after a reload", () => {
  localStorage.setItem("guichet.desk.draft.session-1", "half a sen");
  expect(showSession().value).toBe("half a sen");
});

it("the last line of one's own says how far it has come", () => {
  showSession();
  expect(screen.getByText("Sent")).toBeTruthy();
});
