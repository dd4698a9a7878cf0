import { chooseLanguage } from "../shared/languages.ts";
import { asProblem } from "../shared/problem.ts";
import { speak } from "./language.ts";
import { fetchPortal, type Portal } from "./portal.ts";
import type { Store } from "./store.ts";
import type { VisitState } from "./visit_state.ts";

/** Pause before the portal is asked for again, in ms. */
const RETRY = 3_000;
/** How often the form says anew whether the portal is open, in ms. */
const REFRESH = 30_000;

/** Keeps the portal in the visit's state as the server has it, in the customer's language. */
export class PortalWatch {
  readonly #key: string;
  readonly #store: Store<VisitState>;
  readonly #wishes: () => readonly (string | null)[];

  /** @param wishes languages that come before the portal's own, now: the customer's choice, then the launcher's */
  constructor(key: string, store: Store<VisitState>, wishes: () => readonly (string | null)[]) {
    this.#key = key;
    this.#store = store;
    this.#wishes = wishes;
  }

  /** Loads the portal, tries again while nobody answers, and stays up to date afterwards. */
  async begin(): Promise<void> {
    await this.#load();
    setInterval(() => void this.refresh(), REFRESH);
  }

  /** Asks again while the form is what is shown. */
  async refresh(): Promise<void> {
    const { portal, hasToken } = this.#store.state;
    if (portal === null || hasToken || document.hidden) return;
    try {
      this.#store.change({ portal: await this.#fetch() });
    } catch {
      // What is shown stays until the next time.
    }
  }

  async #load(): Promise<void> {
    try {
      const portal = await this.#fetch();
      const another = await this.#speak(portal.language);
      this.#store.change({ portal: another ? await this.#fetch() : portal, portalProblem: null });
    } catch (thrown) {
      const problem = asProblem(thrown);
      // What passes is the same to the customer, whatever its code: nobody answers now, it is tried again.
      this.#store.change({ portalProblem: problem.passing ? "unreachable" : problem.code });
      if (problem.passing) setTimeout(() => void this.#load(), RETRY);
    }
  }

  #fetch(): Promise<Portal> {
    return fetchPortal(this.#key, this.#store.state.language);
  }

  /** @returns whether the page now speaks another language than before */
  async #speak(portalLanguage: string): Promise<boolean> {
    const before = this.#store.state.language;
    const wish = () => chooseLanguage(...this.#wishes(), portalLanguage);
    // The customer may choose while the words are fetched: their choice wins.
    for (let language = wish(); language !== this.#store.state.language; language = wish()) {
      await speak(language);
      this.#store.change({ language });
    }
    return this.#store.state.language !== before;
  }
}
