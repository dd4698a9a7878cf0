import type { SessionRow } from "../../generated/messages.ts";
import { readMark, unreadLines } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";

/** How many lines of the customer the agent has not read in a session. */
export function useUnread(session: SessionRow): number {
  return useDesk((desk) =>
    unreadLines(desk.server.lines[session.id], readMark(session, desk.readUpTo[session.id])),
  );
}
