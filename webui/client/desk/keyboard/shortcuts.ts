import { useEffect } from "react";
import { answerNo, answerOldest, answerYes, oldestAlert, select, setAvailability } from "../state/actions.ts";
import { openSessions } from "../state/choices.ts";
import { deskStore } from "../state/desk_store.ts";
import { isCovered, isEditable, takesEnter } from "./editable.ts";
import { openHelp } from "./help.tsx";

function focus(id: string): void {
  document.getElementById(id)?.focus();
}

function declineOldest(): void {
  const requestId = oldestAlert();
  if (requestId) void answerNo(requestId);
}

function switchAvailability(): void {
  const status = deskStore.getState().server.agent?.status;
  void setAvailability(status === "unavailable" ? "available" : "unavailable");
}

function toMessage(): void {
  deskStore.setState(({ selection }) => (selection ? { view: "conversation" } : {}));
  // The narrow window shows the conversation with the next frame.
  requestAnimationFrame(() => focus("message"));
}

function toList(): void {
  deskStore.setState({ view: "list" });
  requestAnimationFrame(() =>
    (document.querySelector<HTMLElement>("#list [data-row]") ?? undefined)?.focus(),
  );
}

/** Shortcuts from anywhere, with Alt, by letter. */
const WITH_ALT: Record<string, () => void> = {
  KeyY: () => void answerOldest(),
  KeyN: declineOldest,
  KeyU: switchAvailability,
  KeyM: toMessage,
  KeyL: toList,
  KeyE: () => document.getElementById("end-session")?.click(),
};

function selectByPlace(place: number): void {
  const session = openSessions(deskStore.getState().server.sessions)[place - 1];
  if (session) select({ kind: "session", id: session.id });
}

/** What Alt and this key do; the letter is heeded first, for keyboards on which it stands elsewhere. */
function altAction(event: KeyboardEvent): (() => void) | undefined {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (digit) return () => selectByPlace(Number(digit));
  const letter = /^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : event.code;
  return WITH_ALT[letter];
}

function plainAction(event: KeyboardEvent): (() => void) | undefined {
  const focused = document.activeElement;
  if (isEditable(focused) || isCovered(event)) return undefined;
  if (event.key === "?") return openHelp;
  const requestId = oldestAlert();
  if (!requestId) return undefined;
  if (event.key === "Escape") return () => void answerNo(requestId);
  if (event.key === "Enter" && !takesEnter(focused)) return () => void answerYes(requestId);
  return undefined;
}

function keyPressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return;
  const action = event.altKey ? altAction(event) : plainAction(event);
  if (!action) return;
  event.preventDefault();
  action();
}

/** Listens for the desk's shortcuts while it is shown. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener("keydown", keyPressed);
    return () => window.removeEventListener("keydown", keyPressed);
  }, []);
}
