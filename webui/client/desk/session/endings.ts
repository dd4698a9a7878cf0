import type { Resolution, SessionRow } from "../../generated/messages.ts";
import { keptDraft } from "./drafts.ts";

/** What is written in the dialog that ends a session. */
export interface Ending {
  resolution: Resolution;
  ticket: string;
  notes: string;
}

/**
 * Dialogs that are open, by session: one that goes because another session comes to the front is there again,
 * as it was, when its own session is.
 */
const endings = new Map<string, Ending>();

/** Whether the dialog of a session is open. */
export function isEnding(sessionId: string): boolean {
  return endings.has(sessionId);
}

/** What stands in the dialog: what was written before it went, or what it begins with. */
export function endingOf(session: SessionRow): Ending {
  const notes = keptDraft("notes", session.id) ?? session.notes;
  return endings.get(session.id) ?? { resolution: "resolved", ticket: "", notes };
}

export function keepEnding(sessionId: string, ending: Ending): void {
  endings.set(sessionId, ending);
}

/** All dialogs are gone: the agent signs out. */
export function forgetEndings(): void {
  endings.clear();
}

/** The dialog was closed. */
export function forgetEnding(sessionId: string): void {
  endings.delete(sessionId);
}
