import type { SessionRow } from "../../generated/messages.ts";
import type { Selection } from "./desk_store.ts";

const KEY = "guichet.desk.selection";

/** Remembers what this tab has in front, over a reload. */
export function keepSelection(selection: Selection): void {
  try {
    sessionStorage.setItem(KEY, selection?.kind === "session" ? selection.id : "");
  } catch {
    // Without storage a reload shows the first session.
  }
}

function keptId(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** What to show first: the session this tab had in front, else the first one there is. */
export function firstSelection(sessions: readonly SessionRow[]): Selection {
  const kept = keptId();
  const session = sessions.find((each) => each.id === kept) ?? sessions[0];
  return session ? { kind: "session", id: session.id } : null;
}
