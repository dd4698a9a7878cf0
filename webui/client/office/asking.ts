import { useCallback, useEffect, useState } from "react";
import { signedOut } from "../desk/account/account.ts";
import { type ApiOptions, ask } from "../shared/api.ts";
import { asProblem, type Problem } from "../shared/problem.ts";

/** What is known of something asked of the server; `answer` stays while it is asked again. */
export interface Asked<Answer> {
  answer: Answer | null;
  problem: Problem | null;
}

/** As `ask`; whoever is no longer signed in is led to the sign-in page. */
export async function askOffice<Answer>(
  method: string,
  path: string,
  options: ApiOptions = {},
): Promise<Answer> {
  try {
    return await ask<Answer>(method, path, options);
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.code === "not_signed_in") signedOut(problem);
    throw problem;
  }
}

export interface AskedAgain<Answer> extends Asked<Answer> {
  again: () => void;
  /** Takes what another answer told for the answer, until it is asked again. */
  put: (answer: Answer) => void;
}

/** The answer to `GET path`, and how to ask again. */
export function useAsked<Answer>(path: string): AskedAgain<Answer> {
  const [known, setKnown] = useState<Asked<Answer> & { path: string }>({ answer: null, problem: null, path });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn means to ask again
  useEffect(() => {
    let left = false;
    askOffice<Answer>("GET", path).then(
      (answer) => left || setKnown({ answer, problem: null, path }),
      (thrown: unknown) => left || setKnown((before) => ({ ...before, problem: asProblem(thrown), path })),
    );
    return () => {
      left = true;
    };
  }, [path, turn]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  const put = useCallback((answer: Answer) => setKnown({ answer, problem: null, path }), [path]);
  // What was answered about another address is not shown under this one.
  return known.path === path ? { ...known, again, put } : { answer: null, problem: null, again, put };
}
