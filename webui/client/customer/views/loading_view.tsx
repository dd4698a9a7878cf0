import { t } from "../language.ts";
import type { VisitState } from "../visit_state.ts";

interface LoadingViewProps {
  state: VisitState;
}

/** A moment, while the portal or the request is fetched. */
export function LoadingView({ state }: LoadingViewProps) {
  return (
    <section class="centred">
      <div class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
      <p class="soft">{state.hasToken ? t("loading_request") : t("loading")}</p>
    </section>
  );
}
