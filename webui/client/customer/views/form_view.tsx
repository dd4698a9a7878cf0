import { useRef, useState } from "preact/hooks";
import { keptNames } from "../keeping.ts";
import { t } from "../language.ts";
import type { Portal } from "../portal.ts";
import type { PostedRequest } from "../posting.ts";
import {
  type Draft,
  EMPTY_DRAFT,
  errorsFromServer,
  type FieldErrors,
  filledAnswers,
  NAME_LIMIT,
  QUESTION_LIMIT,
  validate,
} from "../request_form.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { waitWords } from "../wording.ts";
import { CompanyFields } from "./company_fields.tsx";
import { Field } from "./field.tsx";
import { PostingState } from "./posting_state.tsx";

interface FormViewProps {
  visit: Visit;
  state: VisitState;
  portal: Portal;
}

/** Name, question and the company's own fields; sent once however often it is clicked. */
export function FormView({ visit, state, portal }: FormViewProps) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useDraft(visit, state);
  const [found, setFound] = useState<FieldErrors>({});
  const submit = (event: Event) => {
    event.preventDefault();
    const problems = validate(draft, portal);
    setFound(problems);
    const first = Object.keys(problems)[0];
    if (first) form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(first)}"]`)?.focus();
    else if (state.posting === "idle") void visit.post(postedRequest(visit, state, draft, portal));
  };
  const fields: FieldsProps = {
    portal,
    draft,
    errors: { ...serverErrors(state), ...found },
    disabled: state.posting !== "idle",
    change: (part) => setDraft({ ...draft, ...part }),
  };
  return (
    <form ref={form} class="request" noValidate onSubmit={submit} aria-labelledby="form-heading">
      <h2 id="form-heading">{portal.question ? t("form_heading") : t("form_heading_button")}</h2>
      <p class="soft">{introduction(portal)}</p>
      <OwnFields {...fields} />
      <CompanyFields
        form={portal.form}
        answers={draft.answers}
        errors={fields.errors}
        disabled={fields.disabled}
        change={(answers) => fields.change({ answers })}
      />
      <PostingState visit={visit} state={state} submitLabel={portal.question ? t("send") : t("connect")} />
    </form>
  );
}

interface FieldsProps {
  portal: Portal;
  draft: Draft;
  errors: FieldErrors;
  disabled: boolean;
  change(part: Partial<Draft>): void;
}

function OwnFields({ portal, draft, errors, disabled, change }: FieldsProps) {
  return (
    <>
      <Field
        name="name"
        label={t("name")}
        kind="text"
        autoComplete="name"
        limit={NAME_LIMIT}
        required
        value={draft.name}
        error={errors.name}
        disabled={disabled}
        onInput={(name) => change({ name })}
      />
      {portal.question && (
        <Field
          name="question"
          label={t("question")}
          kind="long"
          limit={QUESTION_LIMIT}
          required
          value={draft.question}
          error={errors.question}
          disabled={disabled}
          onInput={(question) => change({ question })}
        />
      )}
    </>
  );
}

function introduction(portal: Portal): string {
  if (!portal.agents_on_line) return t("form_nobody");
  if (portal.state !== "busy") return t("form_open");
  return `${t("form_busy")} ${waitWords(t, portal.expected_wait, portal.agents_on_line)}.`;
}

function serverErrors(state: VisitState): FieldErrors {
  return state.postingProblem ? errorsFromServer(state.postingProblem.details) : {};
}

/** What is typed survives a reload; without it, a request that was on its way is shown as it was sent. */
function useDraft(visit: Visit, state: VisitState): [Draft, (draft: Draft) => void] {
  const name = keptNames.draft(visit.address.portal);
  const [draft, setDraft] = useState<Draft>(
    () => readDraft(visit.recall(name)) ?? state.unfinished ?? EMPTY_DRAFT,
  );
  const change = (next: Draft) => {
    setDraft(next);
    visit.remember(name, JSON.stringify(next));
  };
  return [draft, change];
}

function readDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    return { ...EMPTY_DRAFT, ...(JSON.parse(text) as Draft) };
  } catch {
    return null;
  }
}

function postedRequest(visit: Visit, state: VisitState, draft: Draft, portal: Portal): PostedRequest {
  const { pageUrl, referrer } = visit.address;
  return {
    name: draft.name.trim(),
    question: portal.question ? draft.question.trim() : "",
    answers: filledAnswers(portal.form, draft.answers),
    language: state.language,
    ...(pageUrl ? { page_url: pageUrl } : {}),
    ...(referrer ? { referrer } : {}),
  };
}
