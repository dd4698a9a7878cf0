import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { PendingLine } from "../../shared/line_outbox.ts";
import type { LiveState } from "../../shared/live/transport.ts";
import { type DeskState, EMPTY_DESK } from "./desk_state.ts";

/** What the agent has in front of them. */
export type Selection = { kind: "session" | "history"; id: string } | null;

/** Which part a narrow window shows. */
export type View = "list" | "conversation" | "details";

export interface DeskView {
  link: LiveState;
  selection: Selection;
  view: View;
  /** The request whose alert the agent opened again from the list. */
  reopened: string | null;
  /** Offers answered here and not yet closed by the server: what was said. */
  answered: Readonly<Record<string, "yes" | "no">>;
  /** Lines on their way, by session. */
  pending: Readonly<Record<string, readonly PendingLine[]>>;
  /** Up to which line the agent has read, by session. */
  readUpTo: Readonly<Record<string, number>>;
}

export interface Desk extends DeskView {
  server: DeskState;
}

const START: Desk = {
  server: EMPTY_DESK,
  link: "connecting",
  selection: null,
  view: "list",
  reopened: null,
  answered: {},
  pending: {},
  readUpTo: {},
};

/** The one store of the desk; `state/` changes it, components read it. */
export const deskStore = createStore<Desk>(() => START);

/** Back to the beginning, for signing out. */
export function resetDesk(): void {
  deskStore.setState(START, true);
}

/** What `choose` picks from the desk, kept up to date. It must return something stable (no new object each time). */
export function useDesk<Part>(choose: (desk: Desk) => Part): Part {
  return useStore(deskStore, choose);
}
