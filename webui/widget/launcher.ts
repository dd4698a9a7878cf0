import type { CardStatus, FromCard } from "./bridge.ts";
import { Card } from "./card.ts";
import { join, minimiseOthers, takePlace } from "./corner.ts";
import { element, HAND, icon, SPEECH } from "./elements.ts";
import css from "./launcher.css?inline";
import type { Options } from "./options.ts";
import type { Portal } from "./portal_state.ts";
import { allSealed, keepSealed, recall, remember } from "./remembered.ts";
import { stateText, unreadText, type Words, wordsFor } from "./words.ts";

const NOTHING: CardStatus = { open: false, unread: 0, label: "", language: "" };

/** The button on a company's page and the card it opens, shut off from the page's own style in a shadow tree. */
export class Launcher {
  readonly #options: Options;
  readonly #root: ShadowRoot;
  readonly #button = element("button", { type: "button", class: "launcher", "aria-haspopup": "dialog" });
  readonly #title = element("span", { class: "title" });
  readonly #state = element("span", { class: "state" });
  readonly #badge = element("span", { class: "badge", "aria-hidden": "true" });
  readonly #spoken = element("span", { class: "spoken", role: "status" });
  #portal: Portal;
  #status = NOTHING;
  #card: Card | null = null;

  constructor(options: Options, portal: Portal, place: Element | null) {
    this.#options = options;
    this.#portal = portal;
    const host = document.createElement("guichet-launcher");
    if (options.theme) host.dataset.theme = options.theme;
    this.#root = host.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [sheet()];
    this.#build();
    if (place === null) this.#float(host);
    (place ?? document.body).append(host);
    join(this);
    this.#comeBack();
  }

  /** Shows how the portal stands now. */
  update(portal: Portal): void {
    this.#portal = portal;
    this.#show();
  }

  /** Opens the card; the customer finds it as they left it. */
  open(): void {
    minimiseOthers(this);
    this.#makeCard();
    this.#setShown(true);
    this.#card?.focus();
  }

  /** Puts the card aside: the page in it lives on, so the place in line and the conversation stay. */
  minimise(): void {
    if (!this.#shown) return;
    const hadFocus = this.#root.activeElement !== null;
    this.#setShown(false);
    if (hadFocus) this.#button.focus();
  }

  get #shown(): boolean {
    return this.#card !== null && !this.#card.element.hidden;
  }

  get #words(): Words {
    return wordsFor(this.#status.language || null, this.#options.language, this.#portal.language);
  }

  #build(): void {
    const drawing = icon(this.#portal.type === "smart_box" ? SPEECH : HAND);
    this.#button.append(drawing, element("span", { class: "words" }, this.#title, this.#state), this.#badge);
    this.#button.addEventListener("click", () => (this.#shown ? this.minimise() : this.open()));
    this.#root.append(this.#button, this.#spoken);
    this.#show();
  }

  #float(host: HTMLElement): void {
    host.dataset.floating = this.#options.side;
    host.style.setProperty("--place", String(takePlace(this.#options.side)));
  }

  #makeCard(): void {
    if (this.#card) return;
    this.#card = new Card(this.#options, this.#portal.name, this.#words, {
      onMessage: (message) => this.#receive(message),
      onMinimise: () => this.minimise(),
    });
    this.#root.append(this.#card.element);
  }

  /** After the company's page was loaded again with a request open. */
  #comeBack(): void {
    const before = recall(this.#options.portal);
    if (before === null) return;
    // Until the card says otherwise: it may take longer than the customer's next click.
    this.#status = { ...NOTHING, open: true };
    this.#makeCard();
    this.#setShown(before === "shown");
  }

  #setShown(shown: boolean): void {
    if (!this.#card) return;
    this.#card.element.hidden = !shown;
    this.#card.tell({ type: shown ? "shown" : "hidden" });
    this.#remember();
    this.#show();
  }

  #receive(message: FromCard): void {
    if (message.type === "ready") this.#answerReady();
    if (message.type === "minimise") this.minimise();
    if (message.type === "status") this.#take(message);
    if (message.type === "keep") keepSealed(this.#options.portal, message.name, message.sealed);
  }

  #answerReady(): void {
    this.#card?.tell({ type: "kept", entries: allSealed(this.#options.portal) });
    this.#card?.tell({ type: this.#shown ? "shown" : "hidden" });
  }

  #take(status: CardStatus): void {
    const more = status.unread > this.#status.unread && !this.#shown;
    this.#status = status;
    this.#card?.speak(this.#words);
    if (more) this.#spoken.textContent = unreadText(this.#words, status.unread);
    this.#remember();
    this.#show();
  }

  #remember(): void {
    const state = this.#shown ? "shown" : "minimised";
    remember(this.#options.portal, this.#status.open ? state : null);
  }

  #show(): void {
    const words = this.#words;
    const { unread, label } = this.#status;
    const state = label || stateText(words, this.#portal);
    this.#title.textContent = this.#options.label ?? this.#ownLabel(words);
    this.#state.textContent = state;
    this.#state.hidden = state === "";
    this.#badge.textContent = unread > 99 ? "99+" : String(unread);
    this.#badge.hidden = unread === 0 || this.#shown;
    this.#button.dataset.state = this.#status.open ? "open" : this.#portal.state;
    this.#button.setAttribute("aria-expanded", String(this.#shown));
    // A floating button would lie under the card; one in the page's text stays where it is.
    this.#button.hidden = this.#shown && "floating" in (this.#root.host as HTMLElement).dataset;
    this.#describe(words, state, unread);
  }

  #describe(words: Words, state: string, unread: number): void {
    const parts = [this.#title.textContent, state, unread > 0 ? unreadText(words, unread) : ""];
    this.#button.setAttribute("aria-label", parts.filter(Boolean).join(", "));
  }

  #ownLabel(words: Words): string {
    return this.#portal.type === "smart_box" ? words.ask : words.help;
  }
}

let shared: CSSStyleSheet | undefined;

/** A constructed sheet is not inline style: a page whose policy forbids that takes it all the same. */
function sheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(css);
  }
  return shared;
}
