import type { FromCard, FromLauncher } from "./bridge.ts";
import { readFromCard, wrap } from "./bridge.ts";
import { DOWN, element, icon } from "./elements.ts";
import type { Options } from "./options.ts";
import type { Words } from "./words.ts";

/** How long the customer page may take to say that it is there before the card says so in words, in ms. */
const READY_LIMIT = 15_000;
/** The same once the browser has loaded something: it was an error page, the customer page speaks up earlier, in ms. */
const READY_AFTER_LOAD = 2_000;
/** Pause before the page is loaded again by itself, in ms. */
const RETRY = 4_000;
/**
 * The longest address that is passed on, in characters as they travel: two of them have to fit into one line of a
 * request, of which servers take no more than four thousand.
 */
const ADDRESS_LIMIT = 1_200;

export interface CardEvents {
  onMessage(message: FromCard): void;
  onMinimise(): void;
}

/** The card that slides up: a bar of its own, so that it can always be put aside, and Guichet's page below. */
export class Card {
  readonly element: HTMLElement;
  readonly #options: Options;
  readonly #frame: HTMLIFrameElement;
  readonly #title: HTMLHeadingElement;
  readonly #minimise: HTMLButtonElement;
  readonly #unreachable = element("div", { class: "unreachable", role: "alert", hidden: "" });
  readonly #unreachableWords = element("span");
  readonly #tryAgain = element("button", { type: "button" });
  #ready = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options, title: string, words: Words, events: CardEvents) {
    this.#options = options;
    this.#title = element("h2", {}, title);
    this.#minimise = element("button", { type: "button", class: "minimise" }, icon(DOWN));
    this.#minimise.addEventListener("click", events.onMinimise);
    this.#frame = element("iframe", { title, referrerpolicy: "origin" });
    this.element = element(
      "section",
      { class: "card", role: "dialog", "aria-label": title, id: "card", "data-side": options.side },
      element("div", { class: "bar" }, this.#title, this.#minimise),
      this.#frame,
      this.#unreachable,
    );
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && events.onMinimise());
    this.#listen(events);
    this.#frame.addEventListener("load", () => this.#expectReady(READY_AFTER_LOAD));
    this.#tryAgain.addEventListener("click", () => this.#load());
    this.#unreachable.append(this.#unreachableWords, this.#tryAgain);
    this.speak(words);
    this.#load();
  }

  /** Says everything in another language from now on. */
  speak(words: Words): void {
    this.#unreachableWords.textContent = words.unreachable;
    this.#tryAgain.textContent = words.try_again;
    this.#minimise.setAttribute("aria-label", words.minimise);
    this.#minimise.title = words.minimise;
  }

  tell(message: FromLauncher): void {
    if (this.#ready) this.#frame.contentWindow?.postMessage(wrap(message), this.#options.origin);
  }

  focus(): void {
    this.#frame.focus();
  }

  #listen(events: CardEvents): void {
    window.addEventListener("message", (event) => {
      if (event.source !== this.#frame.contentWindow || event.origin !== this.#options.origin) return;
      const message = readFromCard(event.data);
      if (message?.type === "ready") this.#isReady();
      if (message) events.onMessage(message);
    });
  }

  #load(): void {
    this.#ready = false;
    this.#frame.src = customerPage(this.#options);
    this.#expectReady(READY_LIMIT);
  }

  #expectReady(limit: number): void {
    clearTimeout(this.#timer);
    if (!this.#ready) this.#timer = setTimeout(() => this.#sayUnreachable(), limit);
  }

  #isReady(): void {
    clearTimeout(this.#timer);
    this.#ready = true;
    this.#frame.hidden = false;
    this.#unreachable.hidden = true;
  }

  #sayUnreachable(): void {
    this.#unreachable.hidden = false;
    this.#frame.hidden = true;
    this.#timer = setTimeout(() => this.#load(), RETRY);
  }
}

/** Where the card leads: the portal's page, with the language and where the customer comes from. */
export function customerPage(
  options: Options,
  page: Location = location,
  referrer = document.referrer,
): string {
  const address = new URL(`/c/${encodeURIComponent(options.portal)}`, options.origin);
  if (options.language) address.searchParams.set("lang", options.language);
  if (options.theme) address.searchParams.set("theme", options.theme);
  address.searchParams.set("page", withinLimit(page.href));
  if (referrer) address.searchParams.set("ref", withinLimit(referrer));
  return address.href;
}

/** As much of a text as does not exceed the limit once it stands in an address. */
function withinLimit(text: string): string {
  let length = 0;
  let kept = "";
  for (const letter of text) {
    length += new URLSearchParams({ "": letter }).toString().length - 1;
    if (length > ADDRESS_LIMIT) break;
    kept += letter;
  }
  return kept;
}
