import type { KeyValueStore } from "../shared/storage.ts";
import { keptNames } from "./keeping.ts";

export type Theme = "light" | "dark";

const DARK = "(prefers-color-scheme: dark)";

function isTheme(value: string | null): value is Theme {
  return value === "light" || value === "dark";
}

/** Without a choice of the customer's: the company's, else the system's. */
function themeUnchosen(asked: Theme | null): Theme {
  return asked ?? (matchMedia(DARK).matches ? "dark" : "light");
}

/** Shows the customer's own choice, else the company's, else the system's, and follows the system while it decides. */
export function followTheme(asked: Theme | null, store: KeyValueStore): void {
  const apply = () => {
    const chosen = store.get(keptNames.theme);
    show(isTheme(chosen) ? chosen : themeUnchosen(asked));
  };
  matchMedia(DARK).addEventListener("change", apply);
  apply();
}

/** Calls `changed` after the system has gone light or dark, until the function it returns is called. */
export function onSystemTheme(changed: () => void): () => void {
  const media = matchMedia(DARK);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

/**
 * The customer's own choice; going back to what is shown without one is none, and the system decides again.
 *
 * @param keep null forgets
 * @returns the theme that is shown now
 */
export function switchTheme(asked: Theme | null, keep: (name: string, value: Theme | null) => void): Theme {
  const theme = currentTheme() === "dark" ? "light" : "dark";
  keep(keptNames.theme, theme === themeUnchosen(asked) ? null : theme);
  show(theme);
  return theme;
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
