import { createStore } from "zustand/vanilla";

export type Urgency = "polite" | "assertive";

interface Announcement {
  /** Counts up, so that the same words twice are spoken twice. */
  number: number;
  text: string;
}

/** What the two live regions hold. */
export const announcements = createStore<Record<Urgency, Announcement>>(() => ({
  polite: { number: 0, text: "" },
  assertive: { number: 0, text: "" },
}));

/** Has a screen reader say something; nothing is shown. */
export function announce(text: string, urgency: Urgency = "polite"): void {
  announcements.setState((all) => ({ [urgency]: { number: all[urgency].number + 1, text } }));
}
