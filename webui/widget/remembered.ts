/**
 * What the launcher keeps in the company page's own `sessionStorage`, for this tab, so that everything is as it was
 * after the page is loaded again: whether the card was "shown" or "minimised", and what the card has sealed (lines
 * not yet sent). Nothing in it can be read there: the key is in the iframe.
 */
export type Remembered = "shown" | "minimised" | null;

const PREFIX = "guichet.widget.";
const SEALED_PREFIX = "guichet.sealed.";

/** @param portal the portal's key */
export function recall(portal: string): Remembered {
  const value = attempt(() => sessionStorage.getItem(PREFIX + portal));
  return value === "shown" || value === "minimised" ? value : null;
}

/** @param value null forgets */
export function remember(portal: string, value: Remembered): void {
  write(PREFIX + portal, value);
}

/** @param sealed null forgets */
export function keepSealed(portal: string, name: string, sealed: string | null): void {
  write(`${SEALED_PREFIX}${portal}.${name}`, sealed);
}

/** Everything sealed for a portal, by name. */
export function allSealed(portal: string): Record<string, string> {
  const prefix = `${SEALED_PREFIX}${portal}.`;
  const entries = attempt(() => Object.entries(sessionStorage)) ?? [];
  const own = entries.filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), String(value)]));
}

function write(key: string, value: string | null): void {
  attempt(() => (value === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, value)));
}

/** Storage may be denied to the whole page, or be full: then the card still works, it only forgets with the page. */
function attempt<Result>(action: () => Result): Result | null {
  try {
    return action();
  } catch {
    return null;
  }
}
