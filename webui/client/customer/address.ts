/** What the page's own address says: which portal, and what the launcher passed on. */
export interface Address {
  portal: string;
  /** The language the launcher or the link asks for. */
  language: string | null;
  theme: "light" | "dark" | null;
  /** The company page the customer comes from, and what led them there. Empty when opened by itself. */
  pageUrl: string;
  referrer: string;
}

/** @param location the customer page's own, `/c/<portal>?lang&theme&page&ref` */
export function readAddress(location: { pathname: string; search: string }): Address {
  const query = new URLSearchParams(location.search);
  const theme = query.get("theme");
  return {
    portal: decodeURIComponent(location.pathname.split("/")[2] ?? ""),
    language: query.get("lang"),
    theme: theme === "light" || theme === "dark" ? theme : null,
    pageUrl: query.get("page") ?? "",
    referrer: query.get("ref") ?? "",
  };
}

/** The origin of an address, or null when it is none: the only place the page will tell anything to. */
export function originOf(address: string): string | null {
  try {
    const { origin } = new URL(address);
    return origin === "null" ? null : origin;
  } catch {
    return null;
  }
}
