/**
 * Whether a request is open, kept for this tab in the company page's own `sessionStorage`, so that the launcher
 * comes back as it was after the page is loaded again. Only "shown" or "minimised" is written: no token, no name.
 */
export type Remembered = "shown" | "minimised" | null;

const PREFIX = "guichet.widget.";

/** @param portal the portal's key */
export function recall(portal: string): Remembered {
  try {
    const value = sessionStorage.getItem(PREFIX + portal);
    return value === "shown" || value === "minimised" ? value : null;
  } catch {
    // Storage is denied to the whole page: the customer opens the card again by hand and finds their place.
    return null;
  }
}

/** @param value null forgets */
export function remember(portal: string, value: Remembered): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + portal);
    else sessionStorage.setItem(PREFIX + portal, value);
  } catch {
    // As above: only the convenience is lost.
  }
}
