export type Theme = "light" | "dark";

/** What the page's address says. */
export interface Address {
  wallboardId: string;
  /** A screen on a wall: nothing but the board, nobody there to press anything. */
  television: boolean;
  /** The television's key, from the fragment: browsers never send that to a server. */
  key: string | null;
  theme: Theme | null;
}

function themeIn(text: string | null): Theme | null {
  return text === "light" || text === "dark" ? text : null;
}

/** Reads `/wallboards/<id>` and `/tv/<id>#key=…`, both with `?lang=` and `?theme=`. */
export function readAddress(location: Pick<Location, "pathname" | "search" | "hash">): Address {
  const [, place, wallboardId = ""] = location.pathname.split("/");
  const asked = new URLSearchParams(location.search);
  return {
    wallboardId,
    television: place === "tv",
    key: new URLSearchParams(location.hash.slice(1)).get("key"),
    theme: themeIn(asked.get("theme")),
  };
}
