import { ask } from "../../shared/api.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { keepDraft, keptDraft } from "./drafts.ts";

/** Notes are saved this long after the last key, in ms, and tried again this long after a passing failure. */
const SAVE_AFTER = 800;
const RETRY_AFTER = 3_000;
/** Stands for notes of which all was taken away again: a draft that is empty would be none. */
const NOTHING = " ";

/** `untouched`: nothing was written since the notes were opened. */
export type Saving = "untouched" | "saved" | "writing" | "saving" | Problem;

/**
 * Saves the notes of one session, one text at a time: an older one never arrives after a newer one.
 *
 * What is not saved yet is the session's kept draft, so it survives a reload.
 */
export class NotesSaver {
  readonly #sessionId: string;
  #listener: (saving: Saving) => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #again = false;
  /** The notes as the server's row of the session had them last. */
  #stored = "";
  /** What was sent last, until it comes back in a row; older rows with one of the older texts may come before. */
  #sent: string | null = null;
  readonly #older = new Set<string>();

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  /** Who shows how the saving goes; the last one is told. @returns saves at once and tells nobody any more */
  listen(listener: (saving: Saving) => void): () => void {
    this.#listener = listener;
    return () => {
      if (this.#listener === listener) this.#listener = () => {};
      this.saveNow();
    };
  }

  write(text: string): void {
    keepDraft("notes", this.#sessionId, text || NOTHING);
    this.#listener("writing");
    this.#saveIn(SAVE_AFTER);
  }

  /** Saves what is not saved yet; while something older is on its way, right after it. */
  saveNow(): void {
    clearTimeout(this.#timer);
    if (this.#running) this.#again = true;
    else if (this.#kept() !== null) void this.#save();
  }

  /** The page goes: the request has to outlive it. If it fails, the draft is saved by the next page. */
  saveLeaving(): void {
    const kept = this.#kept();
    if (kept !== null) this.#put(kept, true).catch(() => {});
  }

  /**
   * The notes as they are now: what is not saved yet, or what was saved last, though a late row still has an
   * older text, or what the row has.
   *
   * @param stored the row's, without blanks around it
   */
  current(stored: string): string {
    this.#stored = stored;
    const late = this.#sent !== null && this.#older.has(stored) && stored !== this.#sent;
    const saved = late ? this.#sent : stored;
    if (!late) this.#settled();
    const kept = this.#kept();
    return kept === null ? (saved ?? stored) : kept === NOTHING ? "" : kept;
  }

  #settled(): void {
    this.#sent = null;
    this.#older.clear();
  }

  async #save(): Promise<void> {
    const kept = this.#kept() ?? NOTHING;
    this.#running = true;
    this.#again = false;
    this.#listener("saving");
    try {
      await this.#put(kept);
      this.#saved(kept);
    } catch (thrown) {
      this.#failed(asProblem(thrown));
    } finally {
      this.#running = false;
    }
    if (this.#again) this.saveNow();
  }

  #put(kept: string, keepalive = false): Promise<unknown> {
    const notes = kept === NOTHING ? "" : kept;
    this.#older.add(this.#sent ?? this.#stored);
    this.#sent = notes.trim();
    return ask("PUT", `/sessions/${this.#sessionId}/notes`, { body: { notes }, keepalive });
  }

  #saved(kept: string): void {
    const now = this.#kept();
    if (now === kept) {
      keepDraft("notes", this.#sessionId, null);
      this.#listener("saved");
    }
  }

  #failed(problem: Problem): void {
    this.#again = false;
    this.#listener(problem);
    if (problem.passing) this.#saveIn(RETRY_AFTER);
  }

  #saveIn(millis: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.saveNow(), millis);
  }

  #kept(): string | null {
    return keptDraft("notes", this.#sessionId);
  }
}

const savers = new Map<string, NotesSaver>();

/** The one saver of a session: it outlives the field, which goes and comes with the tab. */
export function notesSaver(sessionId: string): NotesSaver {
  const saver = savers.get(sessionId) ?? new NotesSaver(sessionId);
  savers.set(sessionId, saver);
  return saver;
}
