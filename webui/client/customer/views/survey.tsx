import { useState } from "preact/hooks";
import { asProblem } from "../../shared/problem.ts";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import { FACES, Face } from "./face.tsx";
import { problemWords } from "./posting_state.tsx";

interface SurveyProps {
  visit: Visit;
  agent: string;
}

/** The longest comment the server takes, in characters. */
const COMMENT_LIMIT = 2_000;

/** One of five faces, and a comment for who wants to say more. */
export function Survey({ visit, agent }: SurveyProps) {
  const [face, setFace] = useState<number | null>(null);
  const [comment, setComment] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (face === null) return setProblem("face");
    if (sending) return;
    setSending(true);
    setProblem(null);
    try {
      await visit.answerSurvey(face, comment.trim());
    } catch (thrown) {
      setProblem(asProblem(thrown).code);
      setSending(false);
    }
  };
  return (
    <form class="survey" noValidate onSubmit={submit}>
      <fieldset class="faces">
        <legend>{t("survey_question", { name: agent })}</legend>
        <div>
          {FACES.map((value) => (
            <label key={value}>
              <input
                type="radio"
                name="face"
                value={value}
                checked={face === value}
                onChange={() => setFace(value)}
              />
              <Face value={value} />
              <span>{t(`face_${value}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="field">
        <label for="comment">
          {t("comment")} <span class="soft">{t("optional")}</span>
        </label>
        <textarea
          id="comment"
          name="comment"
          rows={3}
          maxLength={COMMENT_LIMIT}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
      </div>
      <p class="error" role="alert">
        {problem === "face" ? t("survey_choose") : problem && problemWords(problem)}
      </p>
      <button type="submit" class="main" aria-disabled={sending}>
        {sending ? t("sending") : t("survey_send")}
      </button>
    </form>
  );
}
