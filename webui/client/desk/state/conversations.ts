import type { ChatLineRow } from "../../generated/messages.ts";
import { LineOutbox } from "../../shared/line_outbox.ts";
import { completeUpTo, missingAfter } from "../../shared/live/conversation.ts";
import { without } from "../../shared/live/versions.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { localStore } from "../../shared/storage.ts";
import { linesWith } from "./desk_state.ts";
import { deskStore } from "./desk_store.ts";
import { emitDesk, hintDesk } from "./link.ts";

/** Marks are told to the server at most this often, in ms. */
const MARKS_EVERY = 300;
/** Pause before marks that could not be told are told again, in ms. */
const MARKS_AGAIN = 3_000;
const store = localStore();
const outboxes = new Map<string, LineOutbox>();
const reported = new Map<string, string>();
const filling = new Set<string>();
let marksDue = false;
let againTimer: ReturnType<typeof setTimeout> | undefined;

/** The outbox of a session's lines; made when first asked for, with what an earlier page left in it. */
export function outboxOf(sessionId: string): LineOutbox {
  const known = outboxes.get(sessionId);
  if (known) return known;
  const outbox = new LineOutbox({
    scope: `desk.${sessionId}`,
    store,
    send: (lines) => emitDesk("lines", { session_id: sessionId, lines }),
    onChange: (pending) =>
      deskStore.setState((desk) => ({ pending: { ...desk.pending, [sessionId]: pending } })),
  });
  outboxes.set(sessionId, outbox);
  deskStore.setState((desk) => ({ pending: { ...desk.pending, [sessionId]: outbox.pending() } }));
  return outbox;
}

/** Sends what waits in any session's outbox; called when the connection is back. */
export function flushOutboxes(): void {
  for (const sessionId of Object.keys(deskStore.getState().server.sessions)) outboxOf(sessionId).flush();
}

/** Nothing of a session that is over stays here or in the browser. */
export function forgetConversation(sessionId: string): void {
  outboxOf(sessionId).clear();
  outboxes.delete(sessionId);
  reported.delete(sessionId);
  deskStore.setState((desk) => ({
    pending: without(desk.pending, sessionId),
    readUpTo: without(desk.readUpTo, sessionId),
  }));
}

/** Stops the outboxes; their lines stay kept. */
export function closeConversations(): void {
  clearTimeout(againTimer);
  for (const outbox of outboxes.values()) outbox.close();
  outboxes.clear();
  reported.clear();
}

/** Lines the server has pushed: own ones are confirmed, missing ones are asked for, marks are told. */
export function linesArrived(lines: readonly ChatLineRow[]): void {
  for (const sessionId of new Set(lines.map((line) => line.session_id))) {
    outboxes.get(sessionId)?.confirm(lines.map((line) => line.id));
    void fillGap(sessionId);
  }
  reportMarks();
}

/** Asks for the missing lines of every open session. */
export async function fillGaps(): Promise<void> {
  await Promise.all(Object.keys(deskStore.getState().server.sessions).map(fillGap));
}

async function fillGap(sessionId: string): Promise<void> {
  if (filling.has(sessionId)) return;
  filling.add(sessionId);
  try {
    while (await fillOnce(sessionId));
  } catch {
    // The next line or the next snapshot asks again.
  } finally {
    filling.delete(sessionId);
  }
}

/** True when more may be missing. */
async function fillOnce(sessionId: string): Promise<boolean> {
  const { server } = deskStore.getState();
  const last = server.sessions[sessionId]?.last_line ?? 0;
  const after = missingAfter(server.lines[sessionId] ?? [], last);
  if (after === null) return false;
  const { lines } = await emitDesk<{ lines: ChatLineRow[] }>("lines_after", { session_id: sessionId, after });
  deskStore.setState((desk) => ({ server: { ...desk.server, lines: linesWith(desk.server.lines, lines) } }));
  outboxes.get(sessionId)?.confirm(lines.map((line) => line.id));
  reportMarks();
  return lines.length > 0;
}

/** The agent has the conversation before their eyes: everything that is there counts as read. */
export function markRead(sessionId: string): void {
  const read = completeUpTo(deskStore.getState().server.lines[sessionId] ?? []);
  if ((deskStore.getState().readUpTo[sessionId] ?? 0) >= read) return;
  deskStore.setState((desk) => ({ readUpTo: { ...desk.readUpTo, [sessionId]: read } }));
  reportMarks();
}

/** Tells the server how far each conversation was received and read, soon and only when it changed. */
export function reportMarks(): void {
  if (marksDue) return;
  marksDue = true;
  setTimeout(() => {
    marksDue = false;
    for (const sessionId of Object.keys(deskStore.getState().server.sessions)) reportMarksOf(sessionId);
  }, MARKS_EVERY);
}

function reportMarksOf(sessionId: string): void {
  const { server, readUpTo } = deskStore.getState();
  if (server.sessions[sessionId]?.state === "ended") return;
  const delivered = completeUpTo(server.lines[sessionId] ?? []);
  const read = readUpTo[sessionId] ?? 0;
  const marks = `${delivered}/${read}`;
  if (delivered === 0 || reported.get(sessionId) === marks) return;
  emitDesk("marks", { session_id: sessionId, delivered, read }).then(
    () => reported.set(sessionId, marks),
    (thrown: unknown) => marksNotTold(sessionId, asProblem(thrown)),
  );
}

function marksNotTold(sessionId: string, problem: Problem): void {
  reported.delete(sessionId);
  // Without a connection the next snapshot is the occasion.
  if (!problem.passing || deskStore.getState().link !== "connected") return;
  clearTimeout(againTimer);
  againTimer = setTimeout(reportMarks, MARKS_AGAIN);
}

/** The agent is writing. */
export function tellTyping(sessionId: string): void {
  hintDesk("typing", { session_id: sessionId });
}
