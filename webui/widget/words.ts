import { minutesOf } from "../client/shared/durations.ts";
import { chooseLanguage, type Language } from "../client/shared/languages.ts";
import en from "../client/words/en/widget.json";
import fr from "../client/words/fr/widget.json";
import type { Portal } from "./portal_state.ts";

export type Words = typeof en;

const WORDS: Record<Language, Words> = { en, fr };

/** The launcher's words in the first of the wished languages that exists. */
export function wordsFor(...wishes: (string | null)[]): Words {
  return WORDS[chooseLanguage(...wishes)];
}

/** Puts values into `{{name}}` places, as the rest of the client writes them. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name] ?? ""));
}

/** The second line of the launcher: how long it may take, or that nobody is there. Empty when open. */
export function stateText(words: Words, portal: Portal): string {
  if (portal.state === "closed") return words.closed;
  if (portal.state === "open") return "";
  if (!portal.agentsOnLine) return words.nobody;
  if (portal.expectedWait === null) return words.busy;
  const minutes = minutesOf(portal.expectedWait);
  return fill(minutes === 1 ? words.busy_wait_one : words.busy_wait_other, { count: minutes });
}

/** How many lines wait unread, spoken. */
export function unreadText(words: Words, count: number): string {
  return fill(count === 1 ? words.unread_one : words.unread_other, { count });
}
