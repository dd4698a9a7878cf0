import { useEffect, useState } from "react";
import { notesSaver, type Saving } from "./notes_saver.ts";

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
  const saver = notesSaver(sessionId);
  const [text, setText] = useState(() => saver.current(stored));
  const [saving, setSaving] = useState<Saving>("untouched");

  useEffect(() => {
    const stop = saver.listen(setSaving);
    const leave = () => saver.saveLeaving();
    window.addEventListener("pagehide", leave);
    saver.saveNow();
    return () => {
      window.removeEventListener("pagehide", leave);
      stop();
    };
  }, [saver]);

  useEffect(() => {
    // The server drops blanks at the end; taking them away while the agent writes would move the cursor.
    const current = saver.current(stored);
    setText((now) => (now.trim() === current.trim() ? now : current));
  }, [saver, stored]);

  function write(next: string): void {
    setText(next);
    saver.write(next);
  }

  return { text, saving, write, saveNow: () => saver.saveNow() };
}
