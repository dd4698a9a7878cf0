import i18next from "i18next";
import type { Problem } from "./problem.ts";
import { problemWords } from "./problem_words.ts";

/** The words for a problem in the reader's language. */
export function wordsFor(problem: Problem): string {
  return problemWords(problem, (key, values) => i18next.t(key, values ?? {}), i18next);
}
