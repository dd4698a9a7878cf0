import type { CustomerLine, CustomerSnapshot } from "../generated/messages.ts";
import { missingAfter } from "../shared/live/conversation.ts";
import { dispatch, type PushHandlers } from "../shared/live/dispatch.ts";
import type { CustomerPushes } from "../shared/live/schema.ts";
import type { Live, LiveState, openLive } from "../shared/live/transport.ts";
import { unreachable } from "../shared/problem.ts";
import { type Journey, withLines, withMarks, withPlace, withSnapshot, withState } from "./journey.ts";

export interface ConnectionOptions {
  token: string;
  journey(): Journey | null;
  onJourney(journey: Journey): void;
  onConnected(): void;
  onState(state: LiveState, code?: string): void;
  onTyping(): void;
  /** Fetches the transport's code; another one in tests. */
  load?: () => Promise<{ openLive: typeof openLive }>;
}

/** Codes after which trying again is of no use: a bad or old token, or a request that is gone. */
const FINAL_CODES = ["invalid_token", "expired_token", "not_found"];
/** Pause before the transport's code is fetched again, in ms. */
const FETCH_AGAIN = 2_000;

/** The live connection of one request: keeps its journey as the server has it and the conversation whole. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #handlers: PushHandlers<CustomerPushes>;
  #live: Live | null = null;
  #closed = false;
  #filling = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#handlers = {
      customer_state: (state) => this.#update((journey) => withState(journey, state)),
      customer_place: (place) => this.#update((journey) => withPlace(journey, place)),
      customer_line: (line) => this.#takeLines([line]),
      customer_marks: (marks) => this.#update((journey) => withMarks(journey, marks)),
      customer_typing: () => options.onTyping(),
    };
    void this.#open();
  }

  /** Sends and waits for the answer. @throws Problem */
  async emit<T>(event: string, data: unknown): Promise<T> {
    if (!this.#live) throw unreachable();
    return this.#live.emit<T>(event, data);
  }

  /** Sends what is worthless later. */
  hint(event: string, data: unknown): void {
    this.#live?.hint(event, data);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#live?.close();
  }

  /** The transport is half of the page's weight and only needed once there is a request. */
  async #open(): Promise<void> {
    const load = this.#options.load ?? (() => import("../shared/live/transport.ts"));
    try {
      const { openLive } = await load();
      if (!this.#closed) this.#connect(openLive);
    } catch {
      this.#fetchAgain();
    }
  }

  #fetchAgain(): void {
    if (this.#closed) return;
    this.#options.onState("reconnecting");
    this.#timer = setTimeout(() => void this.#open(), FETCH_AGAIN);
  }

  #connect(open: typeof openLive): void {
    this.#live = open<CustomerSnapshot>({
      namespace: "/customer",
      finalCodes: FINAL_CODES,
      auth: () => ({ token: this.#options.token }),
      onSnapshot: (snapshot) => this.#takeSnapshot(snapshot),
      onPush: (type, data) => dispatch(this.#handlers, type, data),
      onState: this.#options.onState,
    });
  }

  #takeSnapshot(snapshot: CustomerSnapshot): void {
    this.#options.onJourney(withSnapshot(this.#options.journey(), snapshot));
    this.#options.onConnected();
    void this.#fillGap();
  }

  #update(change: (journey: Journey) => Journey): void {
    const journey = this.#options.journey();
    if (journey === null) return;
    const changed = change(journey);
    if (changed !== journey) this.#options.onJourney(changed);
  }

  #takeLines(lines: readonly CustomerLine[]): void {
    this.#update((journey) => withLines(journey, lines));
    void this.#fillGap();
  }

  /** Asks for missing lines until there are none; a lost connection ends it, the next snapshot begins anew. */
  async #fillGap(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    try {
      for (let after = this.#gap(); after !== null; after = this.#gap()) {
        const { lines } = await this.emit<{ lines: CustomerLine[] }>("lines_after", { after });
        if (lines.length === 0) break;
        this.#update((journey) => withLines(journey, lines));
      }
    } catch {
      // Said by the connection's state; a snapshot follows.
    } finally {
      this.#filling = false;
    }
  }

  #gap(): number | null {
    const journey = this.#options.journey();
    return journey === null || journey.lines.length === 0 ? null : missingAfter(journey.lines);
  }
}
