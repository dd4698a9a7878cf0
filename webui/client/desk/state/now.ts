import { useSyncExternalStore } from "react";
import { serverNow } from "../../shared/server_clock.ts";

/** All clocks on the page tick together, once a second. */
const TICK = 1_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = Date.now();

function beat(): void {
  tick = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    tick = Date.now();
    timer = setInterval(beat, TICK);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The server's time, ms since the epoch, renewed each second. */
export function useNow(): number {
  return serverNow(useSyncExternalStore(subscribe, () => tick));
}
