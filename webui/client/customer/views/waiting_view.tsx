import type { CustomerPlace } from "../../generated/messages.ts";
import type { Journey } from "../journey.ts";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import { placeWords, waitWords } from "../wording.ts";
import { LeaveButton } from "./leave_button.tsx";
import { Question } from "./question.tsx";

interface WaitingViewProps {
  visit: Visit;
  journey: Journey;
  /** The browser keeps nothing: a reload would lose the place. */
  forgetful: boolean;
}

/** Place in line and expected wait, live; the customer may leave at any time. */
export function WaitingView({ visit, journey, forgetful }: WaitingViewProps) {
  const { state } = journey;
  const inLine = state.stage === "in_line";
  const name = state.agent?.name ?? t("an_agent");
  return (
    <section class="waiting">
      <div class="place">
        <Line place={inLine ? 1 : (state.place?.place ?? null)} />
        <h2 tabIndex={-1} data-first-focus data-testid="place">
          {inLine ? t("in_line_heading", { name }) : placeWords(t, state.place)}
        </h2>
        <p class="wait" data-testid="wait">
          {inLine ? t("in_line_text", { name }) : waitText(state.place)}
        </p>
      </div>
      <Question text={state.question} />
      <p class="soft hint">{forgetful ? t("waiting_hint_forgetful") : t("waiting_hint")}</p>
      <LeaveButton visit={visit} question={t("leave_line_question")} />
    </section>
  );
}

function waitText(place: CustomerPlace | null): string {
  return place === null ? t("wait_placing") : waitWords(t, place.expected_wait, place.agents_on_line);
}

/** At most this many people are drawn. */
const DRAWN = 7;

/** The line as a row of dots: the last one is the customer. */
function Line({ place }: { place: number | null }) {
  const ahead = Math.min((place ?? 1) - 1, DRAWN);
  return (
    <div class="line" aria-hidden="true">
      {place !== null && place - 1 > DRAWN && <span>+{place - 1 - DRAWN}</span>}
      {Array.from({ length: ahead }, (_none, index) => (
        <i key={`ahead-${index.toString()}`} />
      ))}
      <i class="you" />
    </div>
  );
}
