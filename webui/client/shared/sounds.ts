export type SoundName = "new" | "for_you" | "escalated" | "message";

interface Note {
  /** Hertz. */
  pitch: number;
  /** Seconds from the sound's start, and how long. */
  at: number;
  lasts: number;
}

/** Short tunes, told apart by their number of notes and direction, not by pitch alone. */
const TUNES: Record<SoundName, readonly Note[]> = {
  new: [
    { pitch: 659, at: 0, lasts: 0.16 },
    { pitch: 880, at: 0.14, lasts: 0.26 },
  ],
  for_you: [
    { pitch: 523, at: 0, lasts: 0.14 },
    { pitch: 659, at: 0.12, lasts: 0.14 },
    { pitch: 784, at: 0.24, lasts: 0.3 },
  ],
  escalated: [
    { pitch: 988, at: 0, lasts: 0.12 },
    { pitch: 740, at: 0.16, lasts: 0.12 },
    { pitch: 988, at: 0.32, lasts: 0.12 },
    { pitch: 740, at: 0.48, lasts: 0.22 },
  ],
  message: [{ pitch: 587, at: 0, lasts: 0.12 }],
};

const ATTACK = 0.012;
let context: AudioContext | undefined;

function playNote(audio: AudioContext, note: Note, volume: number): void {
  const start = audio.currentTime + note.at;
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.type = "triangle";
  tone.frequency.value = note.pitch;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(volume, start + ATTACK);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + note.lasts);
  tone.connect(loudness).connect(audio.destination);
  tone.start(start);
  tone.stop(start + note.lasts);
}

/** The page's one way to its loudspeaker; undefined where there is none. */
export function audioOfPage(): AudioContext | undefined {
  if (typeof AudioContext === "undefined") return undefined;
  context ??= new AudioContext();
  return context;
}

/**
 * Plays one of the four sounds once.
 *
 * @param volume 0 to 1; browsers stay silent until the person has touched the page once
 */
export function playSound(name: SoundName, volume = 0.25): void {
  const audio = volume > 0 ? audioOfPage() : undefined;
  if (!audio) return;
  if (audio.state === "suspended") void audio.resume();
  for (const note of TUNES[name]) playNote(audio, note, volume);
}
