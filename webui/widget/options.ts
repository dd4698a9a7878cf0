/** What a company chose in the attributes of its script tag. */
export interface Options {
  /** The portal's public key. */
  portal: string;
  /** Guichet's own origin, where the script came from. */
  origin: string;
  /** Asked for by `data-lang`, else the company page's own; null leaves it to the portal. */
  language: string | null;
  side: "left" | "right";
  /** A CSS selector: the launcher stands there in the page's text instead of floating. */
  target: string | null;
  /** The company's own words on the launcher. */
  label: string | null;
  theme: "light" | "dark" | null;
}

/**
 * Reads `data-portal`, `data-lang`, `data-position`, `data-target`, `data-label` and `data-theme`.
 *
 * @returns null when the tag names no portal
 */
export function readOptions(script: HTMLScriptElement): Options | null {
  const { portal, lang, position, target, label, theme } = script.dataset;
  if (!portal) return null;
  return {
    portal,
    origin: new URL(script.src).origin,
    language: lang || script.ownerDocument.documentElement.lang || null,
    side: position === "left" ? "left" : "right",
    target: target || null,
    label: label || null,
    theme: theme === "light" || theme === "dark" ? theme : null,
  };
}
