import { useSyncExternalStore } from "react";
import { serverNow } from "../shared/server_clock.ts";

const SECOND = 1_000;

interface Beat {
  subscribe(listener: () => void): () => void;
  now(): number;
}

/** One timer for everything on the page that goes with it. @param period ms */
function beating(period: number, clock: () => number): Beat {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let latest = clock();
  const beat = () => {
    latest = clock();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      if (listeners.size === 0) {
        latest = clock();
        timer = setInterval(beat, period);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    now: () => latest,
  };
}

const seconds = beating(SECOND, Date.now);
const fifths = beating(SECOND / 5, () => performance.now());

/** The server's time, ms since the epoch, renewed each second. */
export function useNow(): number {
  return serverNow(useSyncExternalStore(seconds.subscribe, seconds.now));
}

/** This machine's running clock in ms, renewed five times a second. */
export function useRunningClock(): number {
  return useSyncExternalStore(fifths.subscribe, fifths.now);
}
