import type { KeyValueStore } from "../shared/storage.ts";
import { keptNames } from "./keeping.ts";

/** What the browser keeps of the customer's request at one portal. */
export class KeptRequest {
  readonly #store: KeyValueStore;
  readonly #tokenName: string;
  readonly #idName: string;

  constructor(store: KeyValueStore, portal: string) {
    this.#store = store;
    this.#tokenName = keptNames.token(portal);
    this.#idName = keptNames.request(portal);
  }

  get token(): string | null {
    return this.#store.get(this.#tokenName);
  }

  keepToken(token: string): void {
    this.#store.set(this.#tokenName, token);
  }

  /** The id is kept beside the token, for the day on which the token can no longer tell whose it was. */
  keepId(id: string): void {
    if (this.#store.get(this.#idName) !== id) this.#store.set(this.#idName, id);
  }

  /** Nothing of a request that is over stays in the browser, also when it was never shown by this page. */
  forget(): void {
    const id = this.#store.get(this.#idName);
    const names = [this.#tokenName, this.#idName];
    if (id) {
      names.push(keptNames.message(id), keptNames.survey(id), keptNames.read(id));
      names.push(...this.#store.keys(`guichet.line.${id}.`));
    }
    for (const name of names) this.#store.remove(name);
  }
}
