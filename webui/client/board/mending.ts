import type { Address } from "./address.ts";

/** What could not be drawn or loaded is tried again by loading the page anew, but not in a loop: pause in ms. */
const RELOAD_PAUSE = 10_000;

let reloading = false;

/** Loads the page anew in a while; once. */
export function reloadSoon(): void {
  if (reloading) return;
  reloading = true;
  setTimeout(() => void reloadWhenThere(), RELOAD_PAUSE);
}

/** A browser's own page of errors would stay for ever: nothing is loaded anew before the server answers. */
async function reloadWhenThere(): Promise<void> {
  if (await isThere()) window.location.reload();
  else setTimeout(() => void reloadWhenThere(), RELOAD_PAUSE);
}

async function isThere(): Promise<boolean> {
  try {
    return (await fetch(window.location.pathname, { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** The address of the page's own script: its name holds a hash of the content. */
function scriptIn(page: Document): string | null {
  return page.querySelector("script[type=module]")?.getAttribute("src") ?? null;
}

/** Loads the page anew when the server has come back with another version of it. */
export async function reloadWhenNew(): Promise<void> {
  try {
    const answer = await fetch(window.location.pathname, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = scriptIn(page);
    if (answer.ok && theirs !== null && theirs !== scriptIn(document)) window.location.reload();
  } catch {
    // The line is down again; asked once more when it is back.
  }
}

/** What nobody is there to mend: parts that do not load, another key in the address. */
export function mendPage(address: Address): void {
  window.addEventListener("vite:preloadError", reloadSoon);
  window.addEventListener("hashchange", () => window.location.reload());
  if (address.television) window.addEventListener("error", reloadSoon);
}
