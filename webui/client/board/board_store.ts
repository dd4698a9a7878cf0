import { createStore } from "zustand/vanilla";
import type { Board } from "../generated/messages.ts";

export interface Shown {
  /** Null until the first one is here; the last one stays while the line is lost. */
  board: Board | null;
  /** When something was last heard, by the machine's own running clock (ms). */
  heardAt: number | null;
  /** Why the server will not show this wallboard; null while it does. */
  refusal: string | null;
}

export const boardStore = createStore<Shown>(() => ({ board: null, heardAt: null, refusal: null }));

/** The board as it is now has arrived. */
export function boardArrived(board: Board): void {
  boardStore.setState({ board, heardAt: performance.now(), refusal: null });
}

/** Nothing has changed up to now. */
export function freshnessHeard(): void {
  boardStore.setState({ heardAt: performance.now() });
}

/** The server will not show it. */
export function refused(code: string): void {
  boardStore.setState({ board: null, heardAt: null, refusal: code });
}
