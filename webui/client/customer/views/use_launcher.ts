import { useEffect, useRef, useState } from "preact/hooks";
import { asksForFace, isDone, isOver } from "../journey.ts";
import { t } from "../language.ts";
import { type LauncherBridge, openLauncherBridge } from "../launcher_bridge.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { stageWords } from "../wording.ts";

export interface LauncherView {
  embedded: boolean;
  /** The card is in front. */
  shown: boolean;
}

/** Keeps the launcher around the page informed, and follows whether the card is in front. */
export function useLauncher(visit: Visit): LauncherView {
  const [shown, setShown] = useState(true);
  const bridge = useRef<LauncherBridge | null>(null);
  bridge.current ??= openLauncherBridge(visit.address.pageUrl, setShown);
  useEffect(() => tellLauncher(visit, bridge.current), [visit]);
  useEffect(() => minimiseOnEscape(bridge.current), []);
  return { embedded: bridge.current.embedded, shown };
}

function tellLauncher(visit: Visit, bridge: LauncherBridge | null): () => void {
  const tell = (state: VisitState) => bridge?.tell(statusOf(state));
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

function minimiseOnEscape(bridge: LauncherBridge | null): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) bridge?.minimise();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
