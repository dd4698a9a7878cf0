import { playSound } from "../shared/sounds.ts";
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
  if (typeof AudioContext === "undefined") return false;
  const probe = new AudioContext();
  const allowed = probe.state === "running";
  void probe.close();
  return allowed;
}

/** Says that a figure has come to a worse level. */
export function sayWorse(level: Level): void {
  playSound(level === "alarm" ? "escalated" : "new", VOLUME);
}
