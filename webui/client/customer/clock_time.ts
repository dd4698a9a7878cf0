import type { Language } from "../shared/languages.ts";

/**
 * The time of day as the customer's own country writes it, in the page's language: 21:30, 9:30 pm.
 *
 * @param at ms since the epoch
 */
export function clockTime(
  at: number,
  language: Language,
  wishes: readonly string[] = navigator.languages,
): string {
  const own = wishes.find((wish) => wish.slice(0, 2).toLowerCase() === language);
  // English alone would mean American habits.
  const locale = own && own.length > 2 ? own : language === "en" ? "en-GB" : language;
  return new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}
