import type { Language } from "../shared/languages.ts";
import type { PendingLine } from "../shared/line_outbox.ts";
import type { LiveState } from "../shared/live/transport.ts";
import type { Problem } from "../shared/problem.ts";
import type { Journey } from "./journey.ts";
import type { Portal } from "./portal.ts";
import type { PostedRequest } from "./posting.ts";

/** The form's way to the server. */
export type PostingStage = "idle" | "sending" | "retrying";

/** Everything the page shows. */
export interface VisitState {
  language: Language;
  portal: Portal | null;
  /** Why the portal cannot be shown; `unreachable` mends itself. */
  portalProblem: string | null;
  /** The customer has a request: its token is kept. */
  hasToken: boolean;
  /** The token was refused: its code. */
  refused: string | null;
  connection: LiveState;
  journey: Journey | null;
  pending: readonly PendingLine[];
  agentTyping: boolean;
  /** Lines of the agent not seen yet. */
  unread: number;
  posting: PostingStage;
  postingProblem: Problem | null;
  /** What was on its way when the page was closed; it is sent again. */
  unfinished: PostedRequest | null;
  /** What the page keeps does not survive a reload: the customer is told. */
  forgetful: boolean;
}

export function initialState(language: Language): VisitState {
  return {
    language,
    portal: null,
    portalProblem: null,
    hasToken: false,
    refused: null,
    connection: "connecting",
    journey: null,
    pending: [],
    agentTyping: false,
    unread: 0,
    posting: "idle",
    postingProblem: null,
    unfinished: null,
    forgetful: false,
  };
}
