import type { FormField, Portal } from "./portal.ts";

/** What the customer has typed so far. */
export interface Draft {
  name: string;
  question: string;
  answers: Record<string, string>;
}

/**
 * Why a field cannot be sent, by the field's name in the page: `name`, `question` and the like are the page's own,
 * a company's begin with `answers.`, whatever the company calls them.
 */
export type FieldErrors = Record<string, FieldError>;
export type FieldError = "required" | "email" | "too_long" | "not_accepted";

/** The server's limits, in characters. */
export const NAME_LIMIT = 300;
export const QUESTION_LIMIT = 4_000;
export const ANSWER_LIMIT = 1_000;

export const EMPTY_DRAFT: Draft = { name: "", question: "", answers: {} };

/** Something, an at sign, something with a dot: the rest is for the mail server to find out. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The name in the page of a company's own field. */
export function nameInPage(field: Pick<FormField, "name">): string {
  return `answers.${field.name}`;
}

/** Finds what keeps a draft from being sent; empty when nothing does. */
export function validate(draft: Draft, portal: Portal): FieldErrors {
  const errors: FieldErrors = {};
  note(errors, "name", textError(draft.name, true, NAME_LIMIT));
  if (portal.question) note(errors, "question", textError(draft.question, true, QUESTION_LIMIT));
  return { ...errors, ...answerErrors(portal.form, draft.answers) };
}

/** Finds what keeps the answers to a company's own fields from being sent. */
export function answerErrors(form: readonly FormField[], answers: Draft["answers"]): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of form) note(errors, nameInPage(field), answerError(field, answers[field.name] ?? ""));
  return errors;
}

function note(errors: FieldErrors, field: string, error: FieldError | null): void {
  if (error) errors[field] = error;
}

function textError(text: string, required: boolean, limit: number): FieldError | null {
  if (required && text.trim() === "") return "required";
  return text.length > limit ? "too_long" : null;
}

function answerError(field: FormField, text: string): FieldError | null {
  const error = textError(text, field.required, ANSWER_LIMIT);
  if (error || text.trim() === "" || field.kind !== "email") return error;
  return EMAIL.test(text.trim()) ? null : "email";
}

/** What the server says about a refusal. */
export interface ServerDetails {
  field?: string;
  reason?: string;
  errors?: { field: string }[];
}

/** The fields the server names in a refusal; the outer parts of a name (`body.name`) tell nothing here. */
export function errorsFromServer(details: ServerDetails): FieldErrors {
  const named = [...(details.errors ?? []).map((each) => each.field), details.field ?? ""];
  const fields = named.filter(Boolean).map((field) => /(answers\.)?[^.]*$/.exec(field)?.[0] ?? field);
  const error = details.reason === "not_an_email" ? "email" : "not_accepted";
  return Object.fromEntries(fields.map((field) => [field, error]));
}

/** Only what was really filled in travels. */
export function filledAnswers(form: readonly FormField[], answers: Draft["answers"]): Record<string, string> {
  const filled = form.map((field) => [field.name, (answers[field.name] ?? "").trim()] as const);
  return Object.fromEntries(filled.filter(([, text]) => text !== ""));
}
