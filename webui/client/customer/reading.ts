import type { CustomerLine } from "../generated/messages.ts";
import { asProblem } from "../shared/problem.ts";
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
  /** Resolves when the server knows; rejects with a Problem. */
  tell(marks: ReadMarks): Promise<unknown>;
  onUnread(count: number): void;
}

/** Pause before marks that could not be told are told again, in ms. */
const TELL_AGAIN = 3_000;

/** Follows what the customer has read, tells the server, and keeps it over a reload. */
export class ReadMarker {
  readonly #options: ReadMarkerOptions;
  #journey: Journey | null = null;
  #told = NOTHING;
  #looking = false;
  #unread = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    clearTimeout(this.#timer);
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
    if (marks.read > readBefore) this.#options.store.set(name, String(marks.read));
    this.#tell(marks);
  }

  #tell(marks: ReadMarks): void {
    this.#told = marks;
    clearTimeout(this.#timer);
    this.#options.tell(marks).catch((thrown: unknown) => {
      // Newer marks may be on their way already, and what was refused for good is of no more use.
      if (this.#told !== marks || !asProblem(thrown).passing) return;
      this.#timer = setTimeout(() => this.repeat(), TELL_AGAIN);
    });
  }

  #count(unread: number): void {
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#options.onUnread(unread);
  }
}
