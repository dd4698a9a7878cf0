/** What to do with a numbered push: use it, drop it, or ask for a new snapshot because one before it is missing. */
export type PushVerdict = "use" | "drop" | "resync";

/** Follows the numbers of one connection's pushes; a snapshot says up to which push it includes everything. */
export class PushSequence {
  /** Null until the first snapshot and while a new one is awaited. */
  #last: number | null = null;

  /** True while nothing can be used for want of a snapshot. */
  get awaiting(): boolean {
    return this.#last === null;
  }

  /** A snapshot arrived that includes everything up to push `number`. */
  snapshot(number: number): void {
    this.#last = number;
  }

  /** A new connection: nothing is known until its snapshot. */
  reset(): void {
    this.#last = null;
  }

  push(number: number): PushVerdict {
    if (this.#last === null || number <= this.#last) return "drop";
    if (number > this.#last + 1) {
      this.#last = null;
      return "resync";
    }
    this.#last = number;
    return "use";
  }
}
