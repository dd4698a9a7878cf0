import type { Address, Theme } from "./address.ts";

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** The address's theme; else dark on a television, and the system's for somebody at a desk. */
export function followTheme(address: Address): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => show(address.theme ?? (address.television || system.matches ? "dark" : "light"));
  system.addEventListener("change", apply);
  apply();
}
