import { asProblem, type Problem } from "../../shared/problem.ts";
import { askOffice } from "../asking.ts";

/** How often something that is not over is looked at, in ms: at first often, most takes a moment. */
const FIRST_LOOKS = 300;
const LATER_LOOKS = 1_000;
const FIRST_LOOKS_COUNT = 10;

/** What a look told: an answer, or why there is none. */
export interface Seen<Answer> {
  answer: Answer | null;
  problem: Problem | null;
}

function pause(milliseconds: number, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    left.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Asks for `path` until the answer is over or `left`. A server that is away for a moment is asked again. */
export async function lookAt<Answer>(
  path: string,
  isOver: (answer: Answer) => boolean,
  left: AbortSignal,
  told: (seen: Seen<Answer>) => void,
): Promise<void> {
  for (let looks = 0; !left.aborted; looks += 1) {
    try {
      const answer = await askOffice<Answer>("GET", path);
      if (left.aborted) return;
      told({ answer, problem: null });
      if (isOver(answer)) return;
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (left.aborted) return;
      told({ answer: null, problem });
      if (!problem.passing) return;
    }
    await pause(looks < FIRST_LOOKS_COUNT ? FIRST_LOOKS : LATER_LOOKS, left);
  }
}
