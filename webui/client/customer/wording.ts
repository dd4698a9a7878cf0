import type { CustomerPlace, CustomerState } from "../generated/messages.ts";
import { minutesOf } from "../shared/durations.ts";

/** Looks up the words of a key and puts the values in. */
export type Translate = (key: string, values?: Record<string, unknown>) => string;

/** Below this a wait is not counted in minutes, in ms. */
const SHORT_WAIT = 60_000;

/** "You are 2nd", "You are next". */
export function placeWords(t: Translate, place: CustomerPlace | null): string {
  if (place === null) return t("place_unknown");
  return place.place <= 1 ? t("place_next") : t("place", { count: place.place, ordinal: true });
}

/** "About 3 minutes", or why nobody can say. */
export function waitWords(t: Translate, wait: number | null, agentsOnLine: boolean): string {
  if (!agentsOnLine) return t("wait_nobody");
  if (wait === null) return t("wait_unknown");
  return wait < SHORT_WAIT ? t("wait_short") : t("wait", { count: minutesOf(wait) });
}

/** Place and wait in one breath, for the launcher and for screen readers. */
export function placeAndWait(t: Translate, place: CustomerPlace | null): string {
  if (place === null) return placeWords(t, place);
  return `${placeWords(t, place)} · ${waitWords(t, place.expected_wait, place.agents_on_line)}`;
}

/** Where the request stands, in one short sentence. */
export function stageWords(t: Translate, state: CustomerState): string {
  const name = state.agent?.name ?? t("an_agent");
  if (state.stage === "waiting") return placeAndWait(t, state.place);
  return t(`stage_${state.stage}`, { name });
}
