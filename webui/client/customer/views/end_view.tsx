import type { Language } from "../../shared/languages.ts";
import type { PendingLine } from "../../shared/line_outbox.ts";
import { asksForFace, type Journey, readableLines } from "../journey.ts";
import { t } from "../language.ts";
import type { FormField } from "../portal.ts";
import type { Visit } from "../visit.ts";
import { stageWords } from "../wording.ts";
import { ChatLine } from "./chat_line.tsx";
import { Survey } from "./survey.tsx";

interface EndViewProps {
  visit: Visit;
  journey: Journey;
  pending: readonly PendingLine[];
  language: Language;
  /** What the company asks afterwards. */
  form: readonly FormField[];
}

/** How it ended, how it was, and the way to begin anew. */
export function EndView({ visit, journey, pending, language, form }: EndViewProps) {
  const { state } = journey;
  const thanked = state.surveyed;
  const unsent = pending.filter((line) => !line.acknowledged);
  return (
    <section class="end">
      <h2 tabIndex={-1} data-first-focus>
        {thanked ? t("thanks_heading") : stageWords(t, state)}
      </h2>
      {thanked && <p>{t("thanks_text")}</p>}
      {state.stage === "refused" && <p>{t("refused_text")}</p>}
      {unsent.length > 0 && <Unsent pending={unsent} />}
      {asksForFace(journey) && (
        <Survey
          key={state.request_id}
          visit={visit}
          requestId={state.request_id}
          agent={state.agent?.name ?? t("an_agent")}
          form={form}
        />
      )}
      <button type="button" onClick={() => visit.startAgain()}>
        {t("start_new")}
      </button>
      {journey.lines.length > 0 && <Transcript journey={journey} language={language} />}
    </section>
  );
}

/** What the customer still wrote when it was over: it is theirs to keep or to copy. */
function Unsent({ pending }: Pick<EndViewProps, "pending">) {
  return (
    <div class="unsent">
      <p class="error">{t("unsent_heading")}</p>
      {pending.map((line) => (
        <blockquote key={line.id}>{line.text}</blockquote>
      ))}
    </div>
  );
}

function Transcript({ journey, language }: Pick<EndViewProps, "journey" | "language">) {
  return (
    <details class="transcript">
      <summary>{t("transcript")}</summary>
      <ol>
        {readableLines(journey.lines).map((line) => (
          <ChatLine key={line.id} line={line} language={language} mark="read" last={false} />
        ))}
      </ol>
    </details>
  );
}
