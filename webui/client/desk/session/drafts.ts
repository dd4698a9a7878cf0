import { useCallback, useState } from "react";
import { localStore } from "../../shared/storage.ts";

const store = localStore();

function keyOf(kind: "draft" | "notes", sessionId: string): string {
  return `guichet.desk.${kind}.${sessionId}`;
}

export function keptDraft(kind: "draft" | "notes", sessionId: string): string | null {
  return store.get(keyOf(kind, sessionId));
}

/** Keeps what is being written over a reload; nothing written is nothing kept. */
export function keepDraft(kind: "draft" | "notes", sessionId: string, text: string | null): void {
  if (text) store.set(keyOf(kind, sessionId), text);
  else store.remove(keyOf(kind, sessionId));
}

/** Nothing of a session that is over stays in the browser. */
export function forgetDrafts(sessionId: string): void {
  store.remove(keyOf("draft", sessionId));
  store.remove(keyOf("notes", sessionId));
}

/** The message being written in a session, and how to change it. */
export function useDraft(sessionId: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => keptDraft("draft", sessionId) ?? "");
  const change = useCallback(
    (next: string) => {
      setText(next);
      keepDraft("draft", sessionId, next);
    },
    [sessionId],
  );
  return [text, change];
}
