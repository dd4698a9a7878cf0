import { serverNow } from "../../shared/server_clock.ts";
import { type Desk, deskStore } from "./desk_store.ts";

/** How often alerts are looked at, in ms. */
const EVERY = 500;

/**
 * The offers without those whose time is over: the server takes them back too, but while the desk is cut off
 * nobody would tell. The request's row stays, so it can still be answered from the list.
 *
 * @param now ms since the epoch, the server's time
 * @returns the same object when none is over
 */
export function withoutOverdue(
  offers: Desk["server"]["offers"],
  answered: Desk["answered"],
  now: number,
): Desk["server"]["offers"] {
  const all = Object.entries(offers);
  // One whose answer is on its way stays until the server has spoken.
  const left = all.filter(([id, offer]) => offer.shown_until > now || answered[id] === "yes");
  return left.length === all.length ? offers : Object.fromEntries(left);
}

/** Takes alerts down when their time is over. Returns how to stop. */
export function watchOverdueAlerts(): () => void {
  const timer = setInterval(() => {
    const { server, answered } = deskStore.getState();
    const offers = withoutOverdue(server.offers, answered, serverNow());
    if (offers !== server.offers) deskStore.setState({ server: { ...server, offers } });
  }, EVERY);
  return () => clearInterval(timer);
}
