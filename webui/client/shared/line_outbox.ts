import { newId } from "./identifiers.ts";
import { asProblem } from "./problem.ts";
import type { KeyValueStore } from "./storage.ts";

/** Why the server refused something for good: the problem's code and, where it tells one, the reason. */
export interface Refusal {
  code: string;
  reason?: string | undefined;
}

/** A line the writer has sent and that is not in the conversation yet. */
export interface PendingLine {
  id: string;
  text: string;
  /** ms since the epoch, by the writer's clock. */
  writtenAt: number;
  /** Why the server refused it for good; null while it is on its way. */
  problem: Refusal | null;
  /** The server has stored it; only its place in the conversation is still to come. */
  acknowledged: boolean;
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
 * Lines on their way to the server, kept until it has acknowledged them, whatever happens to the page,
 * and shown until the conversation holds them: the acknowledgement comes before the line's push.
 *
 * Each line has a key of its own in the store, so two tabs never overwrite each other, and its id sorts in
 * writing order. A line is only sent together with all earlier ones, so repeating after a lost answer keeps
 * the order and the server drops what it has already.
 */
export class LineOutbox {
  readonly #options: LineOutboxOptions;
  readonly #prefix: string;
  /** By id; only in memory, for after a reload the conversation has them. */
  readonly #acknowledged = new Map<string, PendingLine>();
  #sending = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: LineOutboxOptions) {
    this.#options = options;
    this.#prefix = `guichet.line.${options.scope}.`;
  }

  /** All lines not yet seen in the conversation, oldest first. */
  pending(): PendingLine[] {
    const all = [...this.#acknowledged.values(), ...this.#unacknowledged()];
    return all.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  #unacknowledged(): PendingLine[] {
    const keys = this.#options.store.keys(this.#prefix).sort();
    return keys.flatMap((key) => readLine(this.#options.store.get(key)));
  }

  /** Keeps a new line and starts sending; returns it for showing at once. */
  add(text: string, now: number = Date.now()): PendingLine {
    const line = { id: newId(now), text, writtenAt: now, problem: null, acknowledged: false };
    this.#write(line);
    this.#changed();
    this.flush();
    return line;
  }

  /** Forgets lines: they were seen in the conversation, or their writer has thrown them away. */
  confirm(ids: Iterable<string>): void {
    const known = new Set(this.#options.store.keys(this.#prefix));
    let changed = false;
    for (const id of ids) {
      if (this.#acknowledged.delete(id)) changed = true;
      if (!known.has(this.#prefix + id)) continue;
      this.#options.store.remove(this.#prefix + id);
      changed = true;
    }
    if (changed) this.#changed();
  }

  /** Tries a refused line again. */
  retry(id: string): void {
    const line = this.#unacknowledged().find((each) => each.id === id);
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

  /** Forgets every line: the conversation is over for its writer. */
  clear(): void {
    this.close();
    for (const key of this.#options.store.keys(this.#prefix)) this.#options.store.remove(key);
    this.#acknowledged.clear();
  }

  /** Stops trying; what is kept stays kept for the next page. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    this.#again = false;
    const batch = firstBatch(this.#unacknowledged());
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
      this.#stored(batch);
      this.#again = true;
    } catch (thrown) {
      this.#refused(batch, thrown);
    }
  }

  /** A line whose key is gone was seen in the conversation before its acknowledgement. */
  #stored(batch: PendingLine[]): void {
    const { store } = this.#options;
    for (const line of batch) {
      if (store.get(this.#prefix + line.id) === null) continue;
      store.remove(this.#prefix + line.id);
      this.#acknowledged.set(line.id, { ...line, acknowledged: true });
    }
    this.#changed();
  }

  #refused(batch: PendingLine[], thrown: unknown): void {
    const problem = asProblem(thrown);
    if (problem.passing) {
      this.#again = false;
      if (!this.#closed) this.#timer = setTimeout(() => this.flush(), RETRY_DELAY);
      return;
    }
    const refusal = { code: problem.code, reason: problem.details.reason };
    for (const line of batch) {
      // One whose key is gone was seen in the conversation, or thrown away.
      if (this.#options.store.get(this.#prefix + line.id) !== null)
        this.#write({ ...line, problem: refusal });
    }
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
