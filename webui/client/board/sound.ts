import { audioOfPage, playSound } from "../shared/sounds.ts";
import { localStore } from "../shared/storage.ts";
import type { Level } from "./figures.ts";

const KEY = "guichet.board_sound";
/** Loud enough for a room. */
const VOLUME = 0.6;
const store = localStore();

/** Whether this machine's people want to hear it; they do until they say otherwise. */
export function soundWanted(): boolean {
  return store.get(KEY) !== "off";
}

export function keepSoundWanted(wanted: boolean): void {
  store.set(KEY, wanted ? "on" : "off");
}

/** Whether the browser lets the page be heard: after somebody has touched it, or where its owner allows it. */
export function soundAllowed(): boolean {
  if (navigator.userActivation?.hasBeenActive) return true;
  return audioOfPage()?.state === "running";
}

/** Calls `changed` when the browser has let the page be heard, which it tells a moment later, or not any more. */
export function whenAllowedChanges(changed: () => void): () => void {
  const audio = audioOfPage();
  audio?.addEventListener("statechange", changed);
  return () => audio?.removeEventListener("statechange", changed);
}

/** Says that a figure has come to a worse level. */
export function sayWorse(level: Level): void {
  playSound(level === "alarm" ? "escalated" : "new", VOLUME);
}
