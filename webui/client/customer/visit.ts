import { ask } from "../shared/api.ts";
import type { Language } from "../shared/languages.ts";
import { LineOutbox } from "../shared/line_outbox.ts";
import { asProblem, unreachable } from "../shared/problem.ts";
import type { Address } from "./address.ts";
import { Connection } from "./connection.ts";
import { isDone, type Journey } from "./journey.ts";
import { type Keeping, keptNames } from "./keeping.ts";
import { KeptRequest } from "./kept_request.ts";
import { speak } from "./language.ts";
import { PortalWatch } from "./portal_watch.ts";
import { type PostedRequest, Posting } from "./posting.ts";
import { ReadMarker } from "./reading.ts";
import { Store } from "./store.ts";
import { initialState, type VisitState } from "./visit_state.ts";

/** How long "is writing" stays after the last sign of it, and how often the customer's own is told, in ms. */
const TYPING_LASTS = 5_000;
const TYPING_EVERY = 3_000;
/** One customer's visit to one portal: everything the page does, and the state it shows. */
export class Visit {
  readonly store: Store<VisitState>;
  readonly address: Address;
  readonly #keeping: Keeping;
  readonly #kept: KeptRequest;
  readonly #posting: Posting;
  #connection: Connection | null = null;
  #outbox: LineOutbox | null = null;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #typingToldAt = 0;
  readonly #portal: PortalWatch;
  readonly #marker: ReadMarker;
  /** The journey was seen going on by this very page, so its end is shown even when nothing is left to do. */
  #followed = false;

  constructor(address: Address, keeping: Keeping, language: Language) {
    this.address = address;
    this.#keeping = keeping;
    this.#kept = new KeptRequest(keeping.store, address.portal);
    this.store = new Store({ ...initialState(language), forgetful: keeping.kind === "memory" });
    this.#posting = new Posting({
      portal: address.portal,
      store: keeping.store,
      name: keptNames.posting(address.portal),
      onRetry: () => this.store.change({ posting: "retrying" }),
    });
    const wishes = () => [keeping.store.get(keptNames.language), address.language];
    this.#portal = new PortalWatch(address.portal, this.store, wishes);
    this.#marker = new ReadMarker({
      store: keeping.store,
      tell: (marks) => this.#connection?.emit("marks", marks) ?? Promise.reject(unreachable()),
      onUnread: (unread) => this.store.change({ unread }),
    });
  }

  /**
   * Takes up a request that is open, or one that was on its way, or begins with the form.
   *
   * What was on its way too long ago stands in the form again: whether to send it is the customer's choice.
   */
  async begin(): Promise<void> {
    const { token } = this.#kept;
    const unfinished = token === null ? this.#posting.unfinished() : null;
    this.store.change({ unfinished: unfinished?.body ?? null });
    if (token !== null) this.#connect(token);
    if (unfinished?.fresh) void this.post(unfinished.body);
    await this.#portal.begin();
  }

  /** Posts the request; whatever happens is in the state. */
  async post(body: PostedRequest): Promise<void> {
    this.store.change({ posting: "sending", postingProblem: null });
    try {
      const token = await this.#posting.send(body);
      this.#kept.keepToken(token);
      this.#keeping.store.remove(keptNames.draft(this.address.portal));
      this.#followed = true;
      this.#connect(token);
    } catch (thrown) {
      this.store.change({ postingProblem: asProblem(thrown) });
    } finally {
      this.store.change({ posting: "idle" });
    }
  }

  /** Stops sending, to change what was written. */
  stopPosting(): void {
    this.#posting.giveUp(unreachable());
    this.store.change({ unfinished: null });
  }

  /** @throws Problem when the server could not be told */
  async leave(): Promise<void> {
    await this.#ask("/customer/leave", {});
  }

  /** @throws Problem */
  async answerSurvey(face: number, comment: string, answers: Record<string, string>): Promise<void> {
    await this.#ask("/customer/survey", { face, comment, answers });
    const { journey } = this.store.state;
    if (journey) this.#show({ ...journey, state: { ...journey.state, surveyed: true } });
  }

  /** Forgets the request and shows the form. */
  startAgain(): void {
    this.#connection?.close();
    this.#outbox?.close();
    this.#connection = null;
    this.#outbox = null;
    this.#marker.reset();
    this.#kept.forget();
    this.store.change({
      hasToken: false,
      refused: null,
      journey: null,
      pending: [],
      unread: 0,
      unfinished: null,
    });
    void this.#portal.refresh();
  }

  write(text: string): void {
    this.#typingToldAt = 0;
    this.#outbox?.add(text);
  }

  retryLine(id: string): void {
    this.#outbox?.retry(id);
  }

  typing(now: number = Date.now()): void {
    if (now - this.#typingToldAt < TYPING_EVERY) return;
    this.#typingToldAt = now;
    this.#connection?.hint("typing", {});
  }

  /** @param looking the end of the conversation is in view of somebody */
  look(looking: boolean): void {
    this.#marker.look(looking);
  }

  async chooseLanguage(language: Language): Promise<void> {
    // Before its words are fetched: a portal's late answer must not undo the choice.
    this.#keeping.store.set(keptNames.language, language);
    try {
      await speak(language);
    } catch {
      // Its words could not be fetched: what is shown stays, and the button can be pressed again.
      return;
    }
    this.store.change({ language });
    await this.#portal.refresh();
  }

  recall(name: string): string | null {
    return this.#keeping.store.get(name);
  }

  remember(name: string, value: string | null): void {
    if (value) this.#keeping.store.set(name, value);
    else this.#keeping.store.remove(name);
  }

  #ask(path: string, body: unknown): Promise<unknown> {
    return ask("POST", path, { token: this.#kept.token ?? "", body });
  }

  #connect(token: string): void {
    this.store.change({ hasToken: true, connection: "connecting", refused: null, unfinished: null });
    this.#connection = new Connection({
      token,
      journey: () => this.store.state.journey,
      onJourney: (journey) => this.#show(journey),
      onConnected: () => this.#connected(),
      onTyping: () => this.#agentTypes(),
      onState: (connection, code) => this.store.change({ connection, refused: code ?? null }),
    });
  }

  #connected(): void {
    this.#outbox?.flush();
    this.#marker.repeat();
  }

  #show(journey: Journey): void {
    this.#kept.keepId(journey.state.request_id);
    if (!this.#followed && isDone(journey)) {
      this.startAgain();
      return;
    }
    this.#followed = true;
    this.#outbox ??= this.#openOutbox(journey.state.request_id);
    const before = this.store.state.journey?.lines.length ?? 0;
    const news = journey.lines.slice(before);
    const agentTyping = this.store.state.agentTyping && !news.some((line) => line.author === "agent");
    this.store.change({ journey, agentTyping });
    this.#outbox.confirm(journey.lines.map((line) => line.id));
    this.#marker.take(journey);
  }

  #openOutbox(scope: string): LineOutbox {
    const outbox = new LineOutbox({
      scope,
      store: this.#keeping.store,
      send: (lines) => this.#connection?.emit("lines", { lines }) ?? Promise.reject(unreachable()),
      onChange: (pending) => this.store.change({ pending }),
    });
    this.store.change({ pending: outbox.pending() });
    return outbox;
  }

  #agentTypes(): void {
    clearTimeout(this.#typingTimer);
    this.store.change({ agentTyping: true });
    this.#typingTimer = setTimeout(() => this.store.change({ agentTyping: false }), TYPING_LASTS);
  }
}
