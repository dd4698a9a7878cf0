import { useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { keptNames } from "../keeping.ts";
import { t } from "../language.ts";
import type { FormField } from "../portal.ts";
import { answerErrors, errorsFromServer, type FieldErrors, filledAnswers } from "../request_form.ts";
import type { Visit } from "../visit.ts";
import { CompanyFields } from "./company_fields.tsx";
import { FACES, Face } from "./face.tsx";
import { ALERT, Icon } from "./icons.tsx";
import { problemWords } from "./posting_state.tsx";

interface SurveyProps {
  visit: Visit;
  /** The request that it is about: what is typed is kept under its id until it is sent. */
  requestId: string;
  agent: string;
  /** The company's own questions. */
  form: readonly FormField[];
}

/** The longest comment the server takes, in characters. */
const COMMENT_LIMIT = 2_000;

/** One of five faces, what the company asks besides, and a comment for who wants to say more. */
export function Survey({ visit, requestId, agent, form }: SurveyProps) {
  const element = useRef<HTMLFormElement>(null);
  const { draft, change, forget } = useDraft(visit, requestId);
  const { face, answers, comment } = draft;
  const [errors, setErrors] = useState<FieldErrors>({});
  const { problem, sending, send } = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    const found = surveyErrors(face, form, answers);
    setErrors(found);
    const first = Object.keys(found)[0];
    if (first) element.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus();
    else if (face !== null)
      send(async () => {
        await visit.answerSurvey(face, comment.trim(), filledAnswers(form, answers));
        forget();
      });
  };
  return (
    <form ref={element} class="survey" noValidate onSubmit={submit}>
      <Faces
        agent={agent}
        face={face}
        missing={errors.face !== undefined && face === null}
        choose={(chosen) => change({ face: chosen })}
      />
      <CompanyFields
        form={form}
        answers={answers}
        errors={{ ...errorsFromServer(problem?.details ?? {}), ...errors }}
        disabled={sending}
        change={(typed) => change({ answers: typed })}
      />
      <Comment text={comment} change={(typed) => change({ comment: typed })} />
      <p class="error" role="alert">
        {problem && problemWords(problem.code, problem.details.reason)}
      </p>
      <button type="submit" class="main" aria-disabled={sending}>
        {sending ? t("sending") : t("survey_send")}
      </button>
    </form>
  );
}

/** What keeps the answer from being sent, the faces first, as they stand. */
function surveyErrors(
  face: number | null,
  form: readonly FormField[],
  answers: Record<string, string>,
): FieldErrors {
  return { ...(face === null ? { face: "required" } : {}), ...answerErrors(form, answers) };
}

interface FacesProps {
  agent: string;
  face: number | null;
  missing: boolean;
  choose(face: number): void;
}

function Faces({ agent, face, missing, choose }: FacesProps) {
  return (
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
              onChange={() => choose(value)}
            />
            <Face value={value} />
            <span>{t(`face_${value}`)}</span>
          </label>
        ))}
      </div>
      <p class="error" role="alert">
        {missing && (
          <>
            <Icon path={ALERT} />
            {t("survey_choose")}
          </>
        )}
      </p>
    </fieldset>
  );
}

function Comment({ text, change }: { text: string; change(text: string): void }) {
  return (
    <div class="field">
      <label for="comment">
        {t("comment")} <span class="soft">{t("optional")}</span>
      </label>
      <textarea
        id="comment"
        name="comment"
        rows={3}
        maxLength={COMMENT_LIMIT}
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </div>
  );
}

interface SurveyDraft {
  face: number | null;
  answers: Record<string, string>;
  comment: string;
}

const EMPTY: SurveyDraft = { face: null, answers: {}, comment: "" };

/** What is chosen and typed survives a reload, and is gone when it was sent. */
function useDraft(visit: Visit, requestId: string) {
  const name = keptNames.survey(requestId);
  const [draft, setDraft] = useState(() => readDraft(visit.recall(name)));
  const change = (part: Partial<SurveyDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    visit.remember(name, JSON.stringify(next));
  };
  return { draft, change, forget: () => visit.remember(name, null) };
}

function readDraft(text: string | null): SurveyDraft {
  try {
    return { ...EMPTY, ...(JSON.parse(text ?? "{}") as Partial<SurveyDraft>) };
  } catch {
    return EMPTY;
  }
}

interface Sending {
  problem: Problem | null;
  sending: boolean;
  send(action: () => Promise<void>): void;
}

/** One sending at a time; what went wrong stays until the next. */
function useSending(): Sending {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const send = async (action: () => Promise<void>) => {
    if (sending) return;
    setSending(true);
    setProblem(null);
    try {
      await action();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setSending(false);
    }
  };
  return { problem, sending, send: (action) => void send(action) };
}
