import { useSyncExternalStore } from "react";

/** Where the reader is: the page's path and what is asked of it. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

const MOVED = "guichet:moved";

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(MOVED, listener);
  };
}

function here(): string {
  return window.location.pathname + window.location.search;
}

/** The place shown now; follows the browser's back and forward. */
export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, here);
  const [path = "/", query = ""] = address.split("?", 2);
  return { path: path.length > 1 ? path.replace(/\/+$/, "") : path, query: new URLSearchParams(query) };
}

/** Shows another place without loading the page anew. */
export function go(address: string, how: "push" | "replace" = "push"): void {
  if (address === here()) return;
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
  window.dispatchEvent(new Event(MOVED));
}
