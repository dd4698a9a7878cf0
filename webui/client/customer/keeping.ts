import { type KeyValueStore, localStore, memoryStore } from "../shared/storage.ts";
import { cookieStore, cookiesWork } from "./cookie_store.ts";

/** How well the page remembers: over everything, over reloads on this company's site, or not at all. */
export type KeepingKind = "local" | "cookie" | "memory";

export interface Keeping {
  kind: KeepingKind;
  store: KeyValueStore;
}

function storageGranted(): boolean {
  try {
    window.localStorage.setItem("guichet.probe", "1");
    window.localStorage.removeItem("guichet.probe");
    return true;
  } catch {
    return false;
  }
}

/** The best store this browser grants to the page where it stands. */
export function openKeeping(path: string = location.pathname): Keeping {
  if (storageGranted()) return { kind: "local", store: localStore() };
  try {
    if (cookiesWork(document, path)) return { kind: "cookie", store: cookieStore(document, path) };
  } catch {
    // A sandboxed iframe throws on mere access: memory it is.
  }
  return { kind: "memory", store: memoryStore() };
}

/** The names under which things are kept. */
export const keptNames = {
  token: (portal: string) => `guichet.token.${portal}`,
  posting: (portal: string) => `guichet.posting.${portal}`,
  draft: (portal: string) => `guichet.draft.${portal}`,
  message: (requestId: string) => `guichet.message.${requestId}`,
  read: (requestId: string) => `guichet.read.${requestId}`,
  language: "guichet.language",
  theme: "guichet.theme",
} as const;
