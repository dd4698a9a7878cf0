import { ask } from "../shared/api.ts";
import { newId } from "../shared/identifiers.ts";
import { asProblem, type Problem } from "../shared/problem.ts";
import type { KeyValueStore } from "../shared/storage.ts";

/** The body of `POST /portals/<key>/requests`. */
export interface PostedRequest {
  name: string;
  question: string;
  answers: Record<string, string>;
  language: string;
  page_url?: string;
  referrer?: string;
}

/** A request on its way: the same content always travels under the same key. */
interface Kept {
  key: string;
  body: PostedRequest;
  /** When the customer sent it, in ms. */
  at: number;
  /** The customer has taken it back to change it: it does not travel by itself any more. */
  stopped?: boolean;
}

/** A request that was on its way when the page was last closed. */
export interface Unfinished {
  body: PostedRequest;
  /** It is so fresh that its customer still means it: it is sent on by itself. */
  fresh: boolean;
}

export interface PostingOptions {
  portal: string;
  store: KeyValueStore;
  /** The name the request on its way is kept under. */
  name: string;
  /** Nobody answered; it will be tried again by itself. */
  onRetry(): void;
  /** The pause before each further try, in ms; shorter in tests. */
  pauses?: readonly number[];
}

/** For how long what was sent is sent on by itself when the page opens again, in ms. */
const FRESH = 10 * 60_000;
/** For how long it is kept at all, in ms: as long as the server remembers its key. */
const KEPT = 24 * 3_600_000;

/** Pauses between tries, in ms; the last one repeats. */
const PAUSES = [1_000, 2_000, 4_000, 5_000] as const;

/**
 * Posts one request once, however often it is clicked, retried or the page loaded again.
 *
 * The key is made for the content and kept with it until the server has answered.
 */
export class Posting {
  readonly #options: PostingOptions;
  #running: Promise<string> | null = null;
  #givenUp: Problem | null = null;
  #wake: () => void = () => {};

  constructor(options: PostingOptions) {
    this.#options = options;
  }

  /** The request that was on its way when the page was last closed. */
  unfinished(): Unfinished | null {
    const kept = this.#kept();
    return kept === null || kept.stopped ? null : { body: kept.body, fresh: isFresh(kept) };
  }

  /**
   * Sends until answered.
   *
   * @returns the customer's token
   * @throws Problem when the server refuses for good, or with `unreachable` after `giveUp`
   */
  send(body: PostedRequest): Promise<string> {
    if (!this.#running) this.#givenUp = null;
    this.#running ??= this.#send(this.#keep(body)).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Stops retrying, so that the customer can change what they wrote. */
  giveUp(problem: Problem): void {
    this.#givenUp = problem;
    const kept = this.#kept();
    if (kept) this.#write({ ...kept, stopped: true });
    this.#wake();
  }

  async #send(kept: Kept): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { token } = await this.#post(kept);
        this.#options.store.remove(this.#options.name);
        return token;
      } catch (thrown) {
        await this.#afterFailure(asProblem(thrown), attempt);
      }
    }
  }

  #post({ key, body }: Kept): Promise<{ token: string }> {
    const path = `/portals/${encodeURIComponent(this.#options.portal)}/requests`;
    return ask("POST", path, { body, idempotencyKey: key });
  }

  async #afterFailure(problem: Problem, attempt: number): Promise<void> {
    if (!problem.passing) {
      this.#options.store.remove(this.#options.name);
      throw problem;
    }
    this.#options.onRetry();
    const pauses = this.#options.pauses ?? PAUSES;
    if (!this.#givenUp) await this.#pause(pauses[Math.min(attempt, pauses.length - 1)]);
    if (this.#givenUp) throw this.#givenUp;
  }

  /** Waits, or is woken by `giveUp`. */
  #pause(millis: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #keep(body: PostedRequest): Kept {
    const before = this.#kept();
    const same = before !== null && JSON.stringify(before.body) === JSON.stringify(body);
    const key = same ? before.key : newId();
    const at = same && isFresh(before) ? before.at : Date.now();
    const kept = { key, body, at };
    this.#write(kept);
    return kept;
  }

  #write(kept: Kept): void {
    this.#options.store.set(this.#options.name, JSON.stringify(kept));
  }

  #kept(): Kept | null {
    const kept = parsed(this.#options.store.get(this.#options.name));
    if (kept !== null && !isOutlived(kept)) return kept;
    this.#options.store.remove(this.#options.name);
    return null;
  }
}

function parsed(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return null;
  }
}

function isFresh({ at }: Kept): boolean {
  return Date.now() - at < FRESH;
}

/** Also one that does not say when it was sent. */
function isOutlived({ at }: Kept): boolean {
  return !(Date.now() - at < KEPT);
}
