import type { Problem } from "./problem.ts";

/** The part of i18next that is needed. */
type Translator = (key: string, values?: Record<string, unknown>) => string;

interface Knower {
  exists(key: string, options?: { ns: string }): boolean;
}

/** The words for a problem, in the `problems` namespace; a code nobody has words for is shown as such. */
export function problemWords(problem: Problem, translate: Translator, knower: Knower): string {
  const { code, details, status } = problem;
  if (code === "already_taken" && !details.winner) return translate("problems:already_taken_unnamed");
  const reasoned = `${code}_${details.reason}`;
  if (details.reason && knower.exists(reasoned, { ns: "problems" })) return translate(`problems:${reasoned}`);
  if (knower.exists(code, { ns: "problems" }))
    return translate(`problems:${code}`, { winner: details.winner });
  return translate(status >= 500 ? "problems:server_error" : "problems:routing_error");
}
