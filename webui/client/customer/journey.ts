import type {
  CustomerLine,
  CustomerMarks,
  CustomerPlace,
  CustomerSnapshot,
  CustomerStage,
  CustomerState,
} from "../generated/messages.ts";
import { mergeLines } from "../shared/live/conversation.ts";

/** What the server has told about the customer's request. */
export interface Journey {
  state: CustomerState;
  lines: readonly CustomerLine[];
}

const TALKING: readonly CustomerStage[] = ["connecting", "in_session", "reconnecting"];
const OVER: readonly CustomerStage[] = ["ended", "left", "unseen", "refused"];
/** The ends after which whoever met an agent is asked how it was. */
const ASKED: readonly CustomerStage[] = ["ended", "left", "unseen"];

/** An agent is there, or on the way: the conversation is shown. */
export function isTalking(stage: CustomerStage): boolean {
  return TALKING.includes(stage);
}

/** Nothing more will happen to this request. */
export function isOver(stage: CustomerStage): boolean {
  return OVER.includes(stage);
}

/** The customer met an agent and has not been asked yet how it was. */
export function asksForFace(journey: Journey): boolean {
  const { stage, surveyed, agent } = journey.state;
  const met = agent !== null || journey.lines.length > 0;
  return !surveyed && met && ASKED.includes(stage);
}

/** Nothing is left to do with this request: the next visit begins with the form. */
export function isDone(journey: Journey): boolean {
  return isOver(journey.state.stage) && !asksForFace(journey);
}

/** A snapshot replaces everything older; lines are never lost by one. */
export function withSnapshot(journey: Journey | null, snapshot: CustomerSnapshot): Journey {
  if (journey === null || journey.state.request_id !== snapshot.state.request_id) {
    return { state: snapshot.state, lines: mergeLines([], snapshot.lines) };
  }
  const state = snapshot.state.version >= journey.state.version ? snapshot.state : journey.state;
  return { state, lines: mergeLines(journey.lines, snapshot.lines) };
}

/** The place and the marks travel without a version of their own, so a state of the same version is news too. */
export function withState(journey: Journey, state: CustomerState): Journey {
  return state.version < journey.state.version ? journey : { ...journey, state };
}

export function withPlace(journey: Journey, place: CustomerPlace): Journey {
  return { ...journey, state: { ...journey.state, place } };
}

/** Marks only move forward. */
export function withMarks(journey: Journey, marks: CustomerMarks): Journey {
  const { state } = journey;
  const agent_delivered = Math.max(state.agent_delivered, marks.delivered);
  const agent_read = Math.max(state.agent_read, marks.read);
  return { ...journey, state: { ...state, agent_delivered, agent_read } };
}

export function withLines(journey: Journey, lines: readonly CustomerLine[]): Journey {
  const all = mergeLines(journey.lines, lines);
  return all === journey.lines ? journey : { ...journey, lines: all };
}

/** The lines that can be shown: all up to the first gap, so that nothing is ever read out of order. */
export function readableLines(lines: readonly CustomerLine[]): readonly CustomerLine[] {
  const gap = lines.findIndex((line, index) => line.number !== index + 1);
  return gap < 0 ? lines : lines.slice(0, gap);
}
