import type { LauncherBridge } from "./launcher_bridge.ts";
import type { Seal } from "./seal.ts";

/** Takes what does not fit into cookies. */
export interface Overflow {
  /** @param value null forgets */
  keep(key: string, value: string | null): void;
}

/** For browsers and pages where nothing more can be kept. */
export const NO_OVERFLOW: Overflow = { keep: () => {} };

function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Has the launcher keep things sealed, under names that say nothing. */
export class SealedOverflow implements Overflow {
  readonly #bridge: Pick<LauncherBridge, "keep">;
  readonly #seal: Seal;
  readonly #names = new Map<string, string>();
  readonly #wanted = new Map<string, string>();

  constructor(bridge: Pick<LauncherBridge, "keep">, seal: Seal) {
    this.#bridge = bridge;
    this.#seal = seal;
  }

  /** What was kept before the page was loaded again. @param entries as the launcher handed them over */
  async takeUp(entries: Readonly<Record<string, string>>): Promise<Map<string, string>> {
    for (const [name, sealed] of Object.entries(entries)) await this.#takeUp(name, sealed);
    return new Map(this.#wanted);
  }

  keep(key: string, value: string | null): void {
    if (value !== null) {
      this.#wanted.set(key, value);
      void this.#close(key, value);
      return;
    }
    const name = this.#names.get(key);
    this.#wanted.delete(key);
    this.#names.delete(key);
    if (name !== undefined) this.#bridge.keep(name, null);
  }

  async #takeUp(name: string, sealed: string): Promise<void> {
    const text = await this.#seal.open(sealed);
    // Closed with a key that is gone: nobody will ever open it.
    if (text === null) return this.#bridge.keep(name, null);
    const [key, value] = JSON.parse(text) as [string, string];
    this.#names.set(key, name);
    this.#wanted.set(key, value);
  }

  async #close(key: string, value: string): Promise<void> {
    const sealed = await this.#seal.close(JSON.stringify([key, value]));
    // Meanwhile it may have been changed or forgotten.
    if (this.#wanted.get(key) !== value) return;
    const name = this.#names.get(key) ?? randomName();
    this.#names.set(key, name);
    this.#bridge.keep(name, sealed);
  }
}
