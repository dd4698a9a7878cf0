import type { KeyValueStore } from "../shared/storage.ts";

/** Shuts texts so that only this page on this company's site can open them again. */
export interface Seal {
  close(text: string): Promise<string>;
  /** The text, or null when it was closed with another key or has been changed. */
  open(sealed: string): Promise<string | null>;
}

const KEY_NAME = "guichet.key";
/** AES-GCM: key and nonce lengths in bytes; each text gets a nonce of its own. */
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

function toText(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function keyBytes(store: KeyValueStore): Uint8Array<ArrayBuffer> {
  const kept = store.get(KEY_NAME);
  if (kept !== null) return toBytes(kept);
  const made = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  store.set(KEY_NAME, toText(made));
  return made;
}

/**
 * @param store keeps the key: where nobody but this page can read it
 * @returns null where the browser has no cryptography (a page that is not served securely)
 */
export async function openSeal(store: KeyValueStore): Promise<Seal | null> {
  if (typeof crypto.subtle === "undefined") return null;
  const key = await crypto.subtle.importKey("raw", keyBytes(store), "AES-GCM", false, ["encrypt", "decrypt"]);
  return {
    async close(text) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const data = new TextEncoder().encode(text);
      const closed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, data));
      return `${toText(iv)}.${toText(closed)}`;
    },
    open: (sealed) => openSealed(key, sealed),
  };
}

async function openSealed(key: CryptoKey, sealed: string): Promise<string | null> {
  const [nonce = "", closed = ""] = sealed.split(".");
  try {
    const iv = toBytes(nonce);
    return new TextDecoder().decode(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, toBytes(closed)),
    );
  } catch {
    return null;
  }
}
