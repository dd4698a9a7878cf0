import { useEffect } from "react";
import { readMark, ringingOffers, unreadLines } from "../state/choices.ts";
import { type Desk, useDesk } from "../state/desk_store.ts";

/** What wants the agent's attention: alerts that ring and lines not read. */
function attention({ server, answered, readUpTo }: Desk): number {
  const unread = Object.values(server.sessions).map((session) =>
    unreadLines(server.lines[session.id], readMark(session, readUpTo[session.id])),
  );
  return ringingOffers(server.offers, answered).length + unread.reduce((sum, each) => sum + each, 0);
}

/** Shows in the window's title how much wants attention: `(2) Guichet`. */
export function useTitleBadge(): void {
  const count = useDesk(attention);
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Guichet` : "Guichet";
    return () => {
      document.title = "Guichet";
    };
  }, [count]);
}
