import { useEffect, useState } from "preact/hooks";
import { asksForFace, isDone, isOver } from "../journey.ts";
import { t } from "../language.ts";
import type { LauncherBridge } from "../launcher_bridge.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { stageWords } from "../wording.ts";

/**
 * Keeps the launcher around the page informed.
 *
 * @returns whether the card is in front
 */
export function useLauncher(visit: Visit, bridge: LauncherBridge): boolean {
  const [shown, setShown] = useState(true);
  useEffect(() => bridge.onShown(setShown), [bridge]);
  useEffect(() => tellLauncher(visit, bridge), [visit, bridge]);
  useEffect(() => minimiseOnEscape(bridge), [bridge]);
  return shown;
}

function tellLauncher(visit: Visit, bridge: LauncherBridge): () => void {
  const tell = (state: VisitState) => bridge.tell(statusOf(state));
  tell(visit.store.state);
  return visit.store.listen(tell);
}

function statusOf(state: VisitState) {
  const { journey, unread, language } = state;
  // A kept token counts as open until the server has said otherwise: the card must come back after a reload.
  const open = state.hasToken && state.refused === null && !(journey && isDone(journey));
  const quiet = journey === null || (isOver(journey.state.stage) && !asksForFace(journey));
  return { open, unread, label: quiet ? "" : stageWords(t, journey.state), language };
}

function minimiseOnEscape(bridge: LauncherBridge): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) bridge.minimise();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
