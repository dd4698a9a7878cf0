import type { KeyValueStore } from "../shared/storage.ts";
import { keptNames } from "./keeping.ts";

export type Theme = "light" | "dark";

const DARK = "(prefers-color-scheme: dark)";

function isTheme(value: string | null): value is Theme {
  return value === "light" || value === "dark";
}

/** Shows the customer's own choice, else the company's, else the system's, and follows the system while it decides. */
export function followTheme(asked: Theme | null, store: KeyValueStore): void {
  const system = matchMedia(DARK);
  const apply = () => {
    const chosen = store.get(keptNames.theme);
    show(isTheme(chosen) ? chosen : (asked ?? (system.matches ? "dark" : "light")));
  };
  system.addEventListener("change", apply);
  apply();
}

export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

/** The customer's own choice. @returns the theme that is shown now */
export function switchTheme(store: Pick<KeyValueStore, "set">): Theme {
  const theme = currentTheme() === "dark" ? "light" : "dark";
  store.set(keptNames.theme, theme);
  show(theme);
  return theme;
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
