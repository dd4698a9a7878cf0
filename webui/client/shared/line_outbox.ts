import { newId } from "./identifiers.ts";
import { asProblem } from "./problem.ts";
import type { KeyValueStore } from "./storage.ts";

/** A line the writer has sent and the server has not yet acknowledged. */
export interface PendingLine {
  id: string;
  text: string;
  /** ms since the epoch, by the writer's clock. */
  writtenAt: number;
  /** Why the server refused it for good; null while it is on its way. */
  problem: string | null;
}

export interface LineOutboxOptions {
  /** The conversation: a session's or a request's id. */
  scope: string;
  store: KeyValueStore;
  /** Resolves when the server has stored all lines; rejects with a Problem. */
  send(lines: { id: string; text: string }[]): Promise<unknown>;
  onChange(pending: PendingLine[]): void;
}

/** Characters sent at once: four bytes each at worst still stay below the server's 64 kB. */
const BATCH_CHARACTERS = 12_000;
const BATCH_LINES = 100;
/** Pause before trying again after a passing refusal, in ms. */
const RETRY_DELAY = 1_000;

/**
 * Lines on their way to the server, kept until it has acknowledged them, whatever happens to the page.
 *
 * Each line has a key of its own in the store, so two tabs never overwrite each other, and its id sorts in
 * writing order. A line is only sent together with all earlier ones, so repeating after a lost answer keeps
 * the order and the server drops what it has already.
 */
export class LineOutbox {
  readonly #options: LineOutboxOptions;
  readonly #prefix: string;
  #sending = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: LineOutboxOptions) {
    this.#options = options;
    this.#prefix = `guichet.line.${options.scope}.`;
  }

  /** All lines not yet acknowledged, oldest first. */
  pending(): PendingLine[] {
    const keys = this.#options.store.keys(this.#prefix).sort();
    return keys.flatMap((key) => readLine(this.#options.store.get(key)));
  }

  /** Keeps a new line and starts sending; returns it for showing at once. */
  add(text: string, now: number = Date.now()): PendingLine {
    const line = { id: newId(now), text, writtenAt: now, problem: null };
    this.#write(line);
    this.#changed();
    this.flush();
    return line;
  }

  /** Forgets lines known to be stored by the server (acknowledged, or seen in the conversation). */
  confirm(ids: Iterable<string>): void {
    const known = new Set(this.#options.store.keys(this.#prefix));
    let changed = false;
    for (const id of ids) {
      if (!known.has(this.#prefix + id)) continue;
      this.#options.store.remove(this.#prefix + id);
      changed = true;
    }
    if (changed) this.#changed();
  }

  /** Tries a refused line again. */
  retry(id: string): void {
    const line = this.pending().find((each) => each.id === id);
    if (!line) return;
    this.#write({ ...line, problem: null });
    this.#changed();
    this.flush();
  }

  /** Sends what waits; harmless at any time (call it when the connection is back). */
  flush(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    if (this.#sending) {
      this.#again = true;
      return;
    }
    void this.#sendAll();
  }

  /** Stops trying; what is kept stays kept for the next page. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    this.#again = false;
    const batch = firstBatch(this.pending());
    try {
      if (batch.length > 0) await this.#sendBatch(batch);
    } finally {
      this.#sending = false;
    }
    if (this.#again) this.flush();
  }

  async #sendBatch(batch: PendingLine[]): Promise<void> {
    try {
      await this.#options.send(batch.map(({ id, text }) => ({ id, text })));
      this.confirm(batch.map((line) => line.id));
      this.#again = true;
    } catch (thrown) {
      this.#refused(batch, thrown);
    }
  }

  #refused(batch: PendingLine[], thrown: unknown): void {
    const problem = asProblem(thrown);
    if (problem.passing) {
      this.#again = false;
      if (!this.#closed) this.#timer = setTimeout(() => this.flush(), RETRY_DELAY);
      return;
    }
    for (const line of batch) this.#write({ ...line, problem: problem.code });
    this.#changed();
  }

  #write(line: PendingLine): void {
    this.#options.store.set(this.#prefix + line.id, JSON.stringify(line));
  }

  #changed(): void {
    this.#options.onChange(this.pending());
  }
}

function readLine(stored: string | null): PendingLine[] {
  if (stored === null) return [];
  try {
    return [JSON.parse(stored) as PendingLine];
  } catch {
    return [];
  }
}

function firstBatch(lines: PendingLine[]): PendingLine[] {
  const batch: PendingLine[] = [];
  let characters = 0;
  for (const line of lines) {
    if (line.problem !== null) continue;
    characters += line.text.length;
    if (batch.length > 0 && (characters > BATCH_CHARACTERS || batch.length >= BATCH_LINES)) break;
    batch.push(line);
  }
  return batch;
}
