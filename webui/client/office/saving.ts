import { useState } from "react";
import { announce } from "../desk/state/announcer.ts";
import { asProblem, type Problem } from "../shared/problem.ts";

/** How a form's saving goes. */
export interface Saving {
  busy: boolean;
  problem: Problem | null;
  saved: boolean;
}

/**
 * Runs what saves a form, once at a time, and tells how it went.
 *
 * @param words spoken when it is saved
 */
export function useSaving(
  words: string,
): Saving & { save: (action: () => Promise<unknown>) => void; edited: () => void } {
  const [saving, setSaving] = useState<Saving>({ busy: false, problem: null, saved: false });
  async function run(action: () => Promise<unknown>): Promise<void> {
    setSaving({ busy: true, problem: null, saved: false });
    try {
      await action();
      setSaving({ busy: false, problem: null, saved: true });
      announce(words);
    } catch (thrown) {
      setSaving({ busy: false, problem: asProblem(thrown), saved: false });
    }
  }
  return {
    ...saving,
    save: (action) => {
      if (!saving.busy) void run(action);
    },
    edited: () => setSaving((before) => (before.saved ? { ...before, saved: false } : before)),
  };
}
