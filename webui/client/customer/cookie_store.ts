import type { KeyValueStore } from "../shared/storage.ts";
import { NO_OVERFLOW, type Overflow } from "./sealed_overflow.ts";

/**
 * Where the page keeps things when the browser denies all storage to an iframe of another site.
 *
 * Browsers that block third-party cookies deny `localStorage` there too (seen in Chromium), but allow cookies that
 * are *partitioned*: bound to this very company's site, useless for following anybody elsewhere. They are read by
 * this page alone; the server does not look at them.
 */

/** Cookies travel with each load of this page and servers refuse long headers, so no more than this is kept, in bytes. */
const BUDGET = 4_000;
/** As long as the customer's token is good for, in seconds. */
const MAX_AGE = 24 * 60 * 60;
const PREFIX = "guichet.";

/** The part of `document` that is used. */
export interface CookieJar {
  cookie: string;
}

function readAll(jar: CookieJar): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of jar.cookie.split("; ")) {
    const [name = "", value = ""] = pair.split("=", 2);
    if (name.startsWith(PREFIX)) values.set(name, decodeURIComponent(value));
  }
  return values;
}

function size(values: Map<string, string>): number {
  let bytes = 0;
  for (const [name, value] of values) bytes += name.length + encodeURIComponent(value).length + 3;
  return bytes;
}

/**
 * A store in partitioned cookies; what does not fit goes to `overflow`.
 *
 * @param path the page's own path: no other request carries them
 * @param before what the overflow kept until now
 */
export function cookieStore(
  jar: CookieJar,
  path: string,
  overflow: Overflow = NO_OVERFLOW,
  before: ReadonlyMap<string, string> = new Map(),
): KeyValueStore {
  const kept = readAll(jar);
  const values = new Map([...before, ...kept]);
  const attributes = `; Path=${path}; Secure; SameSite=None; Partitioned`;

  function drop(key: string): void {
    if (kept.delete(key)) jar.cookie = `${key}=; Max-Age=0${attributes}`;
  }

  function keep(key: string, value: string): void {
    const wanted = new Map(kept).set(key, value);
    if (size(wanted) > BUDGET) {
      overflow.keep(key, value);
      drop(key);
      return;
    }
    overflow.keep(key, null);
    kept.set(key, value);
    jar.cookie = `${key}=${encodeURIComponent(value)}; Max-Age=${MAX_AGE}${attributes}`;
  }

  return {
    get: (key) => values.get(key) ?? null,
    set(key, value) {
      values.set(key, value);
      keep(key, value);
    },
    remove(key) {
      values.delete(key);
      overflow.keep(key, null);
      drop(key);
    },
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** Whether partitioned cookies are allowed here: over https, or on this very machine. */
export function cookiesWork(jar: CookieJar, path: string): boolean {
  const probe = `${PREFIX}probe`;
  const store = cookieStore(jar, path);
  store.set(probe, "1");
  const works = readAll(jar).has(probe);
  store.remove(probe);
  return works;
}
