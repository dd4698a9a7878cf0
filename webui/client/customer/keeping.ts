import { type KeyValueStore, localStore, memoryStore } from "../shared/storage.ts";
import { cookieStore, cookiesWork } from "./cookie_store.ts";
import type { LauncherBridge } from "./launcher_bridge.ts";
import { openSeal } from "./seal.ts";
import { SealedOverflow } from "./sealed_overflow.ts";

/**
 * How well the page remembers: over everything (`local`), over reloads in this company's site (`cookie`), or not at
 * all (`memory`).
 */
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

function cookiesGranted(path: string): boolean {
  try {
    return cookiesWork(document, path);
  } catch {
    // A sandboxed iframe throws on mere access.
    return false;
  }
}

/** The best store this browser grants to the page where it stands. */
export async function openKeeping(bridge: LauncherBridge, path = location.pathname): Promise<Keeping> {
  if (storageGranted()) return { kind: "local", store: localStore() };
  if (!cookiesGranted(path)) return { kind: "memory", store: memoryStore() };
  const seal = bridge.embedded ? await openSeal(cookieStore(document, path)) : null;
  if (seal === null) return { kind: "cookie", store: cookieStore(document, path) };
  const overflow = new SealedOverflow(bridge, seal);
  const before = await overflow.takeUp(await bridge.kept);
  return { kind: "cookie", store: cookieStore(document, path, overflow, before) };
}

/** The names under which things are kept. */
export const keptNames = {
  token: (portal: string) => `guichet.token.${portal}`,
  /** The id of the token's request: what is kept for it can be forgotten when it can no longer be opened. */
  request: (portal: string) => `guichet.request.${portal}`,
  posting: (portal: string) => `guichet.posting.${portal}`,
  draft: (portal: string) => `guichet.draft.${portal}`,
  message: (requestId: string) => `guichet.message.${requestId}`,
  survey: (requestId: string) => `guichet.survey.${requestId}`,
  read: (requestId: string) => `guichet.read.${requestId}`,
  language: "guichet.language",
  theme: "guichet.theme",
} as const;
