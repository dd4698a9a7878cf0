import type { CustomerState } from "../../generated/messages.ts";
import type { Journey } from "../journey.ts";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { Composer } from "./composer.tsx";
import { LeaveButton } from "./leave_button.tsx";
import { LineList } from "./line_list.tsx";

interface ConversationProps {
  visit: Visit;
  state: VisitState;
  journey: Journey;
  /** The card is in front. */
  shown: boolean;
}

/** The chat: who is there, the lines, the field to write in. */
export function Conversation({ visit, state, journey, shown }: ConversationProps) {
  return (
    <section class="conversation" aria-label={t("conversation")}>
      <div class="with">
        <span class="person" aria-hidden="true">
          {initial(journey.state)}
        </span>
        <h2 data-testid="with">{withWords(journey.state)}</h2>
        <LeaveButton visit={visit} question={t("leave_chat_question")} />
      </div>
      <LineList
        visit={visit}
        journey={journey}
        pending={state.pending}
        language={state.language}
        shown={shown}
      />
      <p class="typing" data-testid="typing">
        {state.agentTyping && t("typing", { name: journey.state.agent?.name ?? t("an_agent") })}
      </p>
      <Composer visit={visit} requestId={journey.state.request_id} />
    </section>
  );
}

function initial(state: CustomerState): string {
  return (state.agent?.name ?? "…").trim().slice(0, 1).toUpperCase();
}

function withWords(state: CustomerState): string {
  return t(`stage_${state.stage}`, { name: state.agent?.name ?? t("an_agent") });
}
