import type { CustomerLine } from "../generated/messages.ts";
import type { KeyValueStore } from "../shared/storage.ts";
import { type Journey, readableLines } from "./journey.ts";
import { keptNames } from "./keeping.ts";

/** How far the customer has received and read: numbers of lines, 0 before the first. */
export interface ReadMarks {
  delivered: number;
  read: number;
}

const NOTHING: ReadMarks = { delivered: 0, read: 0 };

/**
 * @param readBefore the last number read so far
 * @param looking the page is in front and the end of the conversation in view
 */
export function marksOf(lines: readonly CustomerLine[], readBefore: number, looking: boolean): ReadMarks {
  const delivered = readableLines(lines).at(-1)?.number ?? 0;
  return { delivered, read: looking ? delivered : Math.min(readBefore, delivered) };
}

/** The agent's lines after the last one read. */
export function unreadCount(lines: readonly CustomerLine[], read: number): number {
  return readableLines(lines).filter((line) => line.author === "agent" && line.number > read).length;
}

export interface ReadMarkerOptions {
  store: KeyValueStore;
  tell(marks: ReadMarks): void;
  onUnread(count: number): void;
}

/** Follows what the customer has read, tells the server, and keeps it over a reload. */
export class ReadMarker {
  readonly #options: ReadMarkerOptions;
  #journey: Journey | null = null;
  #told = NOTHING;
  #looking = false;
  #unread = 0;

  constructor(options: ReadMarkerOptions) {
    this.#options = options;
  }

  take(journey: Journey): void {
    this.#journey = journey;
    this.#mark(journey);
  }

  /** @param looking the end of the conversation is in view of somebody */
  look(looking: boolean): void {
    this.#looking = looking;
    if (this.#journey) this.#mark(this.#journey);
  }

  /** Tells again: the server may have lost what it was told over the old connection. */
  repeat(): void {
    this.#told = NOTHING;
    if (this.#journey) this.#mark(this.#journey);
  }

  reset(): void {
    this.#journey = null;
    this.#told = NOTHING;
    this.#unread = 0;
  }

  #mark({ state, lines }: Journey): void {
    const name = keptNames.read(state.request_id);
    const readBefore = Math.max(this.#told.read, Number(this.#options.store.get(name) ?? 0));
    const marks = marksOf(lines, readBefore, this.#looking);
    this.#count(unreadCount(lines, marks.read));
    if (marks.delivered === this.#told.delivered && marks.read === this.#told.read) return;
    this.#told = marks;
    if (marks.read > readBefore) this.#options.store.set(name, String(marks.read));
    this.#options.tell(marks);
  }

  #count(unread: number): void {
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#options.onUnread(unread);
  }
}
