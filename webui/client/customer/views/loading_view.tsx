import { t } from "../language.ts";
import type { VisitState } from "../visit_state.ts";
import { Dots } from "./dots.tsx";

interface LoadingViewProps {
  state: VisitState;
}

/** A moment, while the portal or the request is fetched. */
export function LoadingView({ state }: LoadingViewProps) {
  return (
    <section class="centred">
      <Dots />
      <p class="soft">{state.hasToken ? t("loading_request") : t("loading")}</p>
    </section>
  );
}
