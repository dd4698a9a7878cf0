import { useEffect } from "preact/hooks";
import { isOver, isTalking } from "../journey.ts";
import type { LauncherBridge } from "../launcher_bridge.ts";
import type { FormField } from "../portal.ts";
import { useStore } from "../store.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { Announcements } from "./announcements.tsx";
import { ClosedView } from "./closed_view.tsx";
import { Conversation } from "./conversation.tsx";
import { EndView } from "./end_view.tsx";
import { FormView } from "./form_view.tsx";
import { LoadingView } from "./loading_view.tsx";
import { StoppedView } from "./stopped_view.tsx";
import { TopBar } from "./top_bar.tsx";
import { useLauncher } from "./use_launcher.ts";
import { WaitingView } from "./waiting_view.tsx";

/** As long as the portal has not been heard of. */
const NO_FORM: readonly FormField[] = [];

interface AppProps {
  visit: Visit;
  bridge: LauncherBridge;
}

/** The whole page: a bar, the one thing to do now, and what screen readers are told. */
export function App({ visit, bridge }: AppProps) {
  const state = useStore(visit.store);
  const shown = useLauncher(visit, bridge);
  const screen = screenOf(state);
  useScreenFocus(screen);
  return (
    <div class="page" data-screen={screen} data-embedded={bridge.embedded || undefined}>
      <TopBar visit={visit} state={state} embedded={bridge.embedded} />
      <main>
        <Screen screen={screen} visit={visit} state={state} shown={shown} />
      </main>
      <Announcements visit={visit} />
    </div>
  );
}

export type ScreenName = "loading" | "stopped" | "closed" | "form" | "waiting" | "talking" | "end";

/** What the customer has to do now. */
export function screenOf(state: VisitState): ScreenName {
  if (state.refused !== null) return "stopped";
  if (state.hasToken) return requestScreen(state);
  if (state.portalProblem !== null && state.portalProblem !== "unreachable" && !state.portal)
    return "stopped";
  if (state.portal === null) return "loading";
  return state.portal.state === "closed" && state.posting === "idle" ? "closed" : "form";
}

function requestScreen({ journey }: VisitState): ScreenName {
  if (journey === null) return "loading";
  if (isOver(journey.state.stage)) return "end";
  return isTalking(journey.state.stage) ? "talking" : "waiting";
}

interface ScreenProps {
  screen: ScreenName;
  visit: Visit;
  state: VisitState;
  shown: boolean;
}

function Screen({ screen, visit, state, shown }: ScreenProps) {
  const { portal, journey } = state;
  if (screen === "stopped") return <StoppedView visit={visit} state={state} />;
  if (screen === "closed" && portal) return <ClosedView portal={portal} />;
  if (screen === "form" && portal) return <FormView visit={visit} state={state} portal={portal} />;
  if (screen === "waiting" && journey)
    return <WaitingView visit={visit} journey={journey} forgetful={state.forgetful} />;
  if (screen === "talking" && journey)
    return <Conversation visit={visit} state={state} journey={journey} shown={shown} />;
  if (screen === "end" && journey)
    return (
      <EndView
        visit={visit}
        journey={journey}
        pending={state.pending}
        language={state.language}
        form={portal?.post_form ?? NO_FORM}
      />
    );
  return <LoadingView state={state} />;
}

/** When what had the focus is gone, the focus goes to what took its place; it is never taken from anything else. */
function useScreenFocus(screen: ScreenName): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about the change of screen
  useEffect(() => {
    if (document.activeElement !== document.body || !document.hasFocus()) return;
    document.querySelector<HTMLElement>("main [data-first-focus]")?.focus({ preventScroll: true });
  }, [screen]);
}
