import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "../../shared/api.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { keepDraft, keptDraft } from "./drafts.ts";

/** Notes are saved this long after the last key, in ms, and tried again this long after a passing failure. */
const SAVE_AFTER = 800;
const RETRY_AFTER = 3_000;

/** `untouched`: nothing was written since the notes were opened. */
export type Saving = "untouched" | "saved" | "writing" | "saving" | Problem;

interface Notes {
  text: string;
  saving: Saving;
  write: (text: string) => void;
  /** Saves at once, for leaving the field. */
  saveNow: () => void;
}

/**
 * Notes that save themselves; what is not yet saved survives a reload.
 *
 * @param stored the notes as the server has them
 */
export function useNotes(sessionId: string, stored: string): Notes {
  const [text, setText] = useState(() => keptDraft("notes", sessionId) ?? stored);
  const [saving, setSaving] = useState<Saving>("untouched");
  const latest = useRef(text);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const notes = latest.current;
    if (keptDraft("notes", sessionId) === null && notes === stored) return;
    setSaving("saving");
    try {
      await ask("PUT", `/sessions/${sessionId}/notes`, { body: { notes }, keepalive: true });
      if (latest.current === notes) {
        keepDraft("notes", sessionId, null);
        setSaving("saved");
      }
    } catch (thrown) {
      const problem = asProblem(thrown);
      setSaving(problem);
      if (problem.passing) timer.current = setTimeout(() => void save(), RETRY_AFTER);
    }
  }, [sessionId, stored]);

  const write = useCallback(
    (next: string): void => {
      latest.current = next;
      setText(next);
      setSaving("writing");
      // A blank keeps the fact that something was written, though all of it was taken away again.
      keepDraft("notes", sessionId, next || " ");
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SAVE_AFTER);
    },
    [sessionId, save],
  );

  useEffect(() => {
    // The server drops blanks at the end; taking them away while the agent writes would move the cursor.
    if (keptDraft("notes", sessionId) === null && latest.current.trim() !== stored) {
      latest.current = stored;
      setText(stored);
    }
  }, [sessionId, stored]);

  useEffect(() => {
    if (keptDraft("notes", sessionId) !== null) void save();
    return () => {
      clearTimeout(timer.current);
      if (keptDraft("notes", sessionId) !== null) void save();
    };
  }, [sessionId, save]);

  return { text, saving, write, saveNow: () => void save() };
}
