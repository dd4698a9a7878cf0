import type { KeyValueStore } from "../../shared/storage.ts";

/** What the desk keeps for a session, each name going on with the session's id. Customers' pages have others. */
const KEPT = ["guichet.desk.draft.", "guichet.desk.notes.", "guichet.line.desk."] as const;

/**
 * Forgets what earlier pages kept for sessions that are on this desk no more.
 *
 * A session that ended while its page was open can still be read there, and so can what was not sent; without
 * that page nobody gets at it, and what was written about a customer does not stay behind.
 *
 * @param open the ids of the sessions on the desk
 */
export function forgetLeftOver(store: KeyValueStore, open: ReadonlySet<string>): void {
  for (const prefix of KEPT) {
    for (const key of store.keys(prefix)) {
      const [sessionId = ""] = key.slice(prefix.length).split(".");
      if (!open.has(sessionId)) store.remove(key);
    }
  }
}
