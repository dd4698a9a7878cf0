import { localStore } from "../../shared/storage.ts";

const KEY = "guichet.sounded";
/** More than can ring at once for one agent; older ones are forgotten. */
const KEPT = 100;
const store = localStore();

function readSounded(): string[] {
  try {
    const stored: unknown = JSON.parse(store.get(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.map(String) : [];
  } catch {
    return [];
  }
}

/** True the first time it is asked for `key` in this browser: each alert sounds once, also over a reload. */
export function firstSounding(key: string): boolean {
  const sounded = readSounded();
  if (sounded.includes(key)) return false;
  store.set(KEY, JSON.stringify([...sounded, key].slice(-KEPT)));
  return true;
}
