const SVG = "http://www.w3.org/2000/svg";

/** Creates an element with attributes; no markup is ever parsed, so Trusted Types pages accept the launcher. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A line drawing of 24 × 24 in the text's colour, hidden from screen readers. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const SPEECH = "M4 5h16v11H9l-5 4z M8 9h8 M8 12.5h5";
export const HAND =
  "M4 13v-1a8 8 0 0 1 16 0v1 M4 13h3v5H5a1 1 0 0 1-1-1z M20 13h-3v5h2a1 1 0 0 0 1-1z M19 18c0 2-2 3-5 3";
export const DOWN = "M6 9l6 6 6-6";
