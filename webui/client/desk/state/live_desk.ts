import type { DeskSnapshot } from "../../generated/messages.ts";
import { dispatch } from "../../shared/live/dispatch.ts";
import type { DeskPushes } from "../../shared/live/schema.ts";
import { type LiveState, openLive } from "../../shared/live/transport.ts";
import { Problem } from "../../shared/problem.ts";
import { setServerTime } from "../../shared/server_clock.ts";
import { localStore } from "../../shared/storage.ts";
import { forgetEndings } from "../session/endings.ts";
import { forgetLeftOver } from "../session/left_over.ts";
import { closeConversations, fillGaps, flushOutboxes, linesArrived, reportMarks } from "./conversations.ts";
import { withSnapshot } from "./desk_state.ts";
import { type Desk, deskStore } from "./desk_store.ts";
import { firstSelection } from "./kept_selection.ts";
import { setLink } from "./link.ts";
import { watchOverdueAlerts } from "./overdue_alerts.ts";
import { AFTER_PUSH } from "./pushes.ts";
import { offerClosed, requestGone, watchAlerts } from "./reactions.ts";

let stopWatching: (() => void) | undefined;

function applyPush<Name extends keyof DeskPushes>(name: Name, data: DeskPushes[Name]): void {
  deskStore.setState((desk) => ({ server: AFTER_PUSH[name](desk.server, data, Date.now()) }));
}

function handlerOf<Name extends keyof DeskPushes>(name: Name): (data: DeskPushes[Name]) => void {
  return (data) => applyPush(name, data);
}

const HANDLERS: { [Name in keyof DeskPushes]: (data: DeskPushes[Name]) => void } = {
  request_row: handlerOf("request_row"),
  offer_row: handlerOf("offer_row"),
  session_row: (row) => {
    applyPush("session_row", row);
    void fillGaps();
  },
  agent_row: handlerOf("agent_row"),
  desk_counters: handlerOf("desk_counters"),
  history_row: handlerOf("history_row"),
  chat_line_row: (line) => {
    applyPush("chat_line_row", line);
    linesArrived([line]);
  },
  offer_closed: (closed) => {
    offerClosed(closed);
    applyPush("offer_closed", closed);
  },
  request_gone: (gone) => {
    requestGone(gone);
    applyPush("request_gone", gone);
  },
  typing: handlerOf("typing"),
  marks: handlerOf("marks"),
};

/** What a snapshot changes: an alert opened by hand stays only while its request is there. */
export function afterSnapshot(desk: Desk, snapshot: DeskSnapshot): Partial<Desk> {
  const server = withSnapshot(desk.server, snapshot);
  const { reopened } = desk;
  return {
    server,
    answered: {},
    reopened: reopened !== null && server.requests[reopened] ? reopened : null,
    selection: desk.server.known ? desk.selection : firstSelection(snapshot.sessions),
  };
}

export function snapshotArrived(snapshot: DeskSnapshot): void {
  setServerTime(snapshot.at);
  if (!deskStore.getState().server.known) {
    forgetLeftOver(localStore(), new Set(snapshot.sessions.map((session) => session.id)));
  }
  deskStore.setState((desk) => afterSnapshot(desk, snapshot));
  linesArrived(snapshot.lines);
  void fillGaps();
  flushOutboxes();
  reportMarks();
}

/** Codes after which trying again is of no use: signed out, or an account that is no agent. */
const FINAL_CODES = ["not_signed_in", "not_found", "forbidden"];

/**
 * Connects the desk and keeps it connected.
 *
 * @param onRefused told with a problem's code when the server will not have this agent any more
 */
export function openDesk(onRefused: (problem: Problem) => void): void {
  closeDesk();
  const watches = [watchAlerts(), watchOverdueAlerts()];
  stopWatching = () => {
    for (const stop of watches) stop();
  };
  const connection = openLive<DeskSnapshot>({
    namespace: "/desk",
    finalCodes: FINAL_CODES,
    onSnapshot: snapshotArrived,
    onPush: (type, data) => dispatch<DeskPushes>(HANDLERS, type, data),
    onState: (link: LiveState, code) => {
      deskStore.setState({ link });
      if (link === "refused") onRefused(new Problem({ code: code ?? "not_signed_in", status: 401 }));
    },
  });
  setLink(connection);
}

/** Ends the live connection and forgets what was on its way to be shown. */
export function closeDesk(): void {
  setLink(undefined);
  stopWatching?.();
  stopWatching = undefined;
  closeConversations();
  forgetEndings();
}
