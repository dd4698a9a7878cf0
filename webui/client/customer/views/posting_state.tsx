import { hasWords, t } from "../language.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { ALERT, Icon } from "./icons.tsx";

interface PostingStateProps {
  visit: Visit;
  state: VisitState;
  submitLabel: string;
}

/** The button, and in words how the sending goes. */
export function PostingState({ visit, state, submitLabel }: PostingStateProps) {
  const { posting, postingProblem } = state;
  return (
    <div class="actions">
      <p class="error" role="alert">
        {posting === "retrying" && t("post_retrying")}
        {posting === "idle" && postingProblem && postingProblem.code !== "unreachable" && (
          <>
            <Icon path={ALERT} />
            {problemWords(postingProblem.code, postingProblem.details.reason)}
          </>
        )}
      </p>
      {posting === "retrying" && (
        <button type="button" onClick={() => visit.stopPosting()}>
          {t("post_stop")}
        </button>
      )}
      <button type="submit" class="main" aria-disabled={posting !== "idle"}>
        {posting === "idle" ? submitLabel : t("sending")}
      </button>
    </div>
  );
}

/** The words for a problem's code and reason, for its code alone, or that it did not work. */
export function problemWords(code: string, reason = ""): string {
  const keys = [`problem_${code}_${reason}`, `problem_${code}`];
  return t(keys.find(hasWords) ?? "problem_unknown");
}
