/** How far the server's clock is ahead of this machine's, in ms; an agent's machine may be wrong by minutes. */
let ahead = 0;

/** Learns from a snapshot's `at`. */
export function setServerTime(at: number, now: number = Date.now()): void {
  ahead = at - now;
}

/** The server's time now, ms since the epoch. */
export function serverNow(now: number = Date.now()): number {
  return now + ahead;
}
