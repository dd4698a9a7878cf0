import { useEffect, useRef, useState } from "react";
import { type Figure, worsened } from "../figures.ts";
import { keepSoundWanted, sayWorse, soundAllowed, soundWanted, whenAllowedChanges } from "../sound.ts";

export type SoundState = "allow" | "on" | "off";

export interface SoundSwitch {
  state: SoundState;
  press(): void;
}

function stateNow(): SoundState {
  if (!soundWanted()) return "off";
  return soundAllowed() ? "on" : "allow";
}

/** Lets a worsening be heard once, and tells what the button says. */
export function useWorseSound(figures: Figure[], boardSounds: boolean): SoundSwitch {
  const [state, setState] = useState(stateNow);
  const before = useRef(figures);
  useEffect(() => {
    const worse = worsened(before.current, figures);
    before.current = figures;
    if (worse !== null && boardSounds && stateNow() === "on") sayWorse(worse);
  }, [figures, boardSounds]);
  useEffect(() => whenAllowedChanges(() => setState(stateNow())), []);
  const press = () => {
    keepSoundWanted(state !== "on");
    const next = stateNow();
    setState(next);
    if (next === "on") sayWorse("attention");
  };
  return { state, press };
}
