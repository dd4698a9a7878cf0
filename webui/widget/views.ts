import type { Options } from "./options.ts";

/** Each script tag runs a copy of the script; a portal's view is told once a page all the same. */
const KEY = Symbol.for("guichet.viewed");

interface Page {
  location: { origin: string; pathname: string };
}

function viewed(): Set<string> {
  const shared = window as unknown as Record<symbol, Set<string> | undefined>;
  shared[KEY] ??= new Set();
  return shared[KEY];
}

/**
 * Tells Guichet, once, that the page was seen: its address without what follows `?` or `#`, no cookie, nothing about
 * who looks. Whatever becomes of it, the page does not notice.
 */
export function countView(options: Options, page: Page = window): void {
  const address = `${options.origin}/api/v1/portals/${encodeURIComponent(options.portal)}/views`;
  if (viewed().has(address)) return;
  viewed().add(address);
  const { origin, pathname } = page.location;
  // Not `sendBeacon`: that one would send Guichet's cookies along, should there be any, and may hide the page's origin.
  fetch(address, {
    method: "POST",
    body: JSON.stringify({ page_url: origin + pathname }),
    credentials: "omit",
    keepalive: true,
  }).catch(() => {});
}

/** Resolves when somebody really looks: browsers load pages ahead that may never be shown. */
export async function pageIsShown(page: Document = document): Promise<void> {
  if (!("prerendering" in page) || !page.prerendering) return;
  await new Promise((resolve) => page.addEventListener("prerenderingchange", resolve, { once: true }));
}
