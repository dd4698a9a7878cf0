import { useStore } from "zustand";
import { type Column, preferences } from "../state/preferences.ts";

/** Whether the agent wants to see a column. */
export function useColumns(): (column: Column) => boolean {
  const hidden = useStore(preferences, (chosen) => chosen.hiddenColumns);
  return (column) => !hidden.includes(column);
}
