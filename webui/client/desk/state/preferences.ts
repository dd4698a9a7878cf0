import { createStore } from "zustand/vanilla";
import { localStore } from "../../shared/storage.ts";

/** What can be hidden (AGNT-01). */
export type Area = "incoming" | "in_progress" | "history" | "details";
/** What a row of the list can show besides the customer's name. */
export type Column = "clock" | "portal" | "number" | "time" | "language" | "question";

export const AREAS: readonly Area[] = ["incoming", "in_progress", "history", "details"];
export const COLUMNS: readonly Column[] = ["clock", "portal", "number", "time", "language", "question"];

/** What the agent chose on this machine. */
export interface Preferences {
  /** 0 to 1; 0 is silent. */
  volume: number;
  hiddenAreas: readonly Area[];
  hiddenColumns: readonly Column[];
}

const KEY = "guichet.desk.preferences";
const START: Preferences = { volume: 0.25, hiddenAreas: [], hiddenColumns: ["number", "time"] };
const store = localStore();

function kept(): Preferences {
  try {
    return { ...START, ...(JSON.parse(store.get(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return START;
  }
}

export const preferences = createStore<Preferences>(kept);

preferences.subscribe((chosen) => store.set(KEY, JSON.stringify(chosen)));

function toggled<Item>(items: readonly Item[], item: Item): readonly Item[] {
  return items.includes(item) ? items.filter((each) => each !== item) : [...items, item];
}

export function toggleArea(area: Area): void {
  preferences.setState((chosen) => ({ hiddenAreas: toggled(chosen.hiddenAreas, area) }));
}

export function toggleColumn(column: Column): void {
  preferences.setState((chosen) => ({ hiddenColumns: toggled(chosen.hiddenColumns, column) }));
}

/** @param volume 0 to 1 */
export function setVolume(volume: number): void {
  preferences.setState({ volume });
}
