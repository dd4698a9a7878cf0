import i18next from "i18next";
import type { AgentRow, OfferRow, SessionRow } from "../../generated/messages.ts";
import { ask } from "../../shared/api.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { signedOut } from "../account/account.ts";
import { forgetDrafts } from "../session/drafts.ts";
import { type Ending, forgetEnding } from "../session/endings.ts";
import { incomingRequests, ringingOffers } from "./choices.ts";
import { forgetConversation } from "./conversations.ts";
import { withoutSession } from "./desk_state.ts";
import { deskStore, type Selection } from "./desk_store.ts";
import { remark } from "./reactions.ts";
import { shortName } from "./short_name.ts";

interface Accepted {
  session_id: string | null;
  state: "accepted" | "in_line";
}

function showProblem(thrown: unknown): void {
  const problem = asProblem(thrown);
  if (problem.code === "not_signed_in") signedOut(problem);
  else remark(wordsFor(problem), "bad");
}

/** Brings a session or a past one to the front; on a narrow window, its conversation. */
export function select(selection: Selection): void {
  deskStore.setState({ selection, view: selection ? "conversation" : "list" });
}

/** Opens a request's alert again by its row. */
export function reopenAlert(requestId: string): void {
  deskStore.setState({ reopened: requestId });
}

function offerOf(requestId: string): OfferRow | undefined {
  const offers = Object.values(deskStore.getState().server.offers);
  return offers.find((offer) => offer.request.id === requestId && offer.state === "ringing");
}

function setAnswered(key: string, answer: "yes" | "no" | null): void {
  deskStore.setState(({ answered }) => {
    const { [key]: _before, ...others } = answered;
    return { answered: answer ? { ...others, [key]: answer } : others };
  });
}

/** Yes to a request, by its ringing alert or from the list. A second Yes while the first is asked does nothing. */
export async function answerYes(requestId: string): Promise<void> {
  const offer = offerOf(requestId);
  const key = offer?.id ?? requestId;
  if (deskStore.getState().answered[key]) return;
  setAnswered(key, "yes");
  try {
    const path = offer ? `/offers/${offer.id}/accept` : `/requests/${requestId}/accept`;
    opened(requestId, await ask<Accepted>("POST", path, { body: {} }));
  } catch (thrown) {
    refusedYes(requestId, asProblem(thrown));
  } finally {
    setAnswered(key, null);
  }
}

function opened(requestId: string, accepted: Accepted): void {
  const { server } = deskStore.getState();
  const name = shortName(server.requests[requestId]?.customer_name ?? "");
  closeAlertOf(requestId);
  if (accepted.session_id) select({ kind: "session", id: accepted.session_id });
  else remark(i18next.t("desk:put_in_line", { name }));
}

/** Codes after which the alert cannot be answered any more. */
const OVER: readonly string[] = ["already_taken", "offer_gone", "not_found", "illegal_transition"];

function refusedYes(requestId: string, problem: Problem): void {
  if (OVER.includes(problem.code)) closeAlertOf(requestId);
  showProblem(problem);
}

function closeAlertOf(requestId: string): void {
  deskStore.setState(({ reopened, server }) => ({
    reopened: reopened === requestId ? null : reopened,
    server: {
      ...server,
      offers: Object.fromEntries(
        Object.entries(server.offers).filter(([, offer]) => offer.request.id !== requestId),
      ),
    },
  }));
}

/** No: the card goes at once, for the server always agrees. */
export async function answerNo(requestId: string): Promise<void> {
  const offer = offerOf(requestId);
  deskStore.setState(({ reopened }) => ({ reopened: reopened === requestId ? null : reopened }));
  if (!offer) return;
  setAnswered(offer.id, "no");
  try {
    await ask("POST", `/offers/${offer.id}/decline`, { body: {} });
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.passing) setAnswered(offer.id, null);
    if (!OVER.includes(problem.code)) showProblem(problem);
  }
}

/** The request of the oldest alert, or undefined when nothing rings. */
export function oldestAlert(): string | undefined {
  const { server, answered, reopened } = deskStore.getState();
  if (reopened) return reopened;
  return ringingOffers(server.offers, answered)[0]?.request.id;
}

/** The global shortcut: yes to the oldest alert, else to whoever waits longest in the list. */
export async function answerOldest(): Promise<void> {
  const { server } = deskStore.getState();
  const takeable = incomingRequests(server.requests).find((row) => row.state !== "in_line");
  const requestId = oldestAlert() ?? takeable?.id;
  if (requestId) await answerYes(requestId);
  else remark(i18next.t("desk:nobody_waits"));
}

function agentArrived(row: AgentRow): void {
  deskStore.setState(({ server }) =>
    server.agent && server.agent.version > row.version ? {} : { server: { ...server, agent: row } },
  );
}

/** @param reason a code of `desk:reason` or the agent's own words, up to 80 characters */
export async function setAvailability(status: "available" | "unavailable", reason = ""): Promise<void> {
  try {
    agentArrived(await ask<AgentRow>("PUT", "/me/availability", { body: { status, reason } }));
  } catch (thrown) {
    showProblem(thrown);
  }
}

/** Whether the agent becomes unavailable by themselves after each session; kept with the account. */
export async function setAutoUnavailable(auto_unavailable: boolean): Promise<void> {
  try {
    await ask("PATCH", "/me", { body: { auto_unavailable } });
  } catch (thrown) {
    showProblem(thrown);
  }
}

/** Ends the wrap-up early. */
export async function endWrapUp(): Promise<void> {
  try {
    agentArrived(await ask<AgentRow>("POST", "/wrap-up/end", { body: {} }));
  } catch (thrown) {
    showProblem(thrown);
  }
}

/** Ends a session; rejects with a Problem for the dialog to show. */
export async function endSession(sessionId: string, ending: Ending): Promise<void> {
  await ask<SessionRow>("POST", `/sessions/${sessionId}/end`, { body: ending });
  closeSession(sessionId);
}

/** Takes an ended session's tab away, and what was kept for it; the session itself stays in the history. */
export function closeSession(sessionId: string): void {
  deskStore.setState((desk) => {
    const server = withoutSession(desk.server, sessionId);
    const over = desk.selection?.id === sessionId;
    const selection = over ? lastOpen(Object.keys(server.sessions)) : desk.selection;
    return { server, selection, view: selection ? desk.view : "list" };
  });
  forgetDrafts(sessionId);
  forgetEnding(sessionId);
  forgetConversation(sessionId);
}

function lastOpen(ids: string[]): Selection {
  const id = ids.at(-1);
  return id ? { kind: "session", id } : null;
}
