import { useCallback, useEffect, useState } from "react";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { askOffice } from "../asking.ts";
import type { ReportKind } from "./kinds.ts";
import { lookAt } from "./looking.ts";
import type { Parameters } from "./parameters.ts";
import { type FullRun, isOver } from "./result.ts";

/** What is known of a run; the one before stays in sight while the next is made. */
export interface Following {
  run: FullRun | null;
  problem: Problem | null;
  /** The last run that is done: this one, or the one before. */
  done: FullRun | null;
}

type News = Pick<Following, "run" | "problem">;
type Told = (news: News) => void;

async function asked(kind: ReportKind, parameters: Parameters): Promise<string> {
  const answer = await askOffice<{ run: { id: string } }>("POST", "/reports", { body: { kind, parameters } });
  return answer.run.id;
}

/** Looks at a run until it is over or `left`. */
function follow(id: string, left: AbortSignal, told: Told): Promise<void> {
  const path = `/reports/${encodeURIComponent(id)}`;
  return lookAt<FullRun>(path, isOver, left, ({ answer, problem }) => told({ run: answer, problem }));
}

function after(before: Following, { run, problem }: News): Following {
  return { run, problem, done: run?.state === "done" ? run : before.done };
}

function useFollowing(begin: (left: AbortSignal, told: Told) => Promise<void>) {
  const [known, setKnown] = useState<Following>({ run: null, problem: null, done: null });
  useEffect(() => {
    const left = new AbortController();
    const told: Told = (next) => left.signal.aborted || setKnown((before) => after(before, next));
    begin(left.signal, told).catch((thrown: unknown) => told({ run: null, problem: asProblem(thrown) }));
    return () => left.abort();
  }, [begin]);
  return known;
}

/** Asks a question and follows its run; leaving the page, or another question, ends the following. */
export function useQuestion(
  kind: ReportKind,
  parameters: Parameters | null,
): Following & { again: () => void } {
  const [turn, setTurn] = useState(0);
  const question = parameters && JSON.stringify(parameters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn means to ask again
  const begin = useCallback(
    async (left: AbortSignal, told: Told) => {
      if (!question) return;
      const id = await asked(kind, JSON.parse(question) as Parameters);
      await follow(id, left, told);
    },
    [kind, question, turn],
  );
  const again = useCallback(() => setTurn((count) => count + 1), []);
  return { ...useFollowing(begin), again };
}

/** Follows a run that somebody has asked for. */
export function useRun(id: string): Following {
  const begin = useCallback((left: AbortSignal, told: Told) => follow(id, left, told), [id]);
  return useFollowing(begin);
}
