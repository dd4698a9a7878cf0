import type { PortalState } from "../generated/messages.ts";
import { ask } from "../shared/api.ts";
import type { Language } from "../shared/languages.ts";

/** One field of a form, as the company set it. */
export interface FormField {
  name: string;
  label: string;
  kind: "text" | "choice" | "email";
  required: boolean;
  choices: string[];
}

/** A portal as anybody may see it. */
export interface Portal {
  key: string;
  name: string;
  type: string;
  language: string;
  state: PortalState;
  /** ms, null when nobody can say. */
  expected_wait: number | null;
  agents_on_line: boolean;
  /** Asked before a session. */
  form: FormField[];
  /** Asked after it. */
  post_form: FormField[];
  /** Whether the customer is asked to type a question. */
  question: boolean;
}

/**
 * @param language of the forms' labels
 * @throws Problem `unknown_portal`, or `unreachable`
 */
export function fetchPortal(key: string, language: Language): Promise<Portal> {
  return ask<Portal>("GET", `/portals/${encodeURIComponent(key)}?lang=${language}`);
}
