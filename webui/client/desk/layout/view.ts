import { useStore } from "zustand";
import { useDesk, type View } from "../state/desk_store.ts";
import { preferences } from "../state/preferences.ts";

/** Which part a narrow window shows: the conversation when the details that were asked for are hidden. */
export function useView(): View {
  const view = useDesk((desk) => desk.view);
  const hidden = useStore(preferences, ({ hiddenAreas }) => hiddenAreas.includes("details"));
  return view === "details" && hidden ? "conversation" : view;
}
