import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";

interface StoppedViewProps {
  visit: Visit;
  state: VisitState;
}

/** The request can no longer be opened, or the address leads nowhere. */
export function StoppedView({ visit, state }: StoppedViewProps) {
  const lost = state.refused !== null;
  const cause = lost ? state.refused : state.portalProblem;
  const heading = lost ? t("lost_heading") : t("nowhere_heading");
  return (
    <section class="centred">
      <h2 tabIndex={-1} data-first-focus>
        {heading}
      </h2>
      <p>{cause === "expired_token" ? t("lost_expired") : lost ? t("lost_invalid") : t("nowhere_text")}</p>
      {lost && (
        <button type="button" class="main" onClick={() => visit.startAgain()}>
          {t("start_again")}
        </button>
      )}
    </section>
  );
}
