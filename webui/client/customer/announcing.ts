import type { CustomerLine } from "../generated/messages.ts";
import { isOver, type Journey, readableLines } from "./journey.ts";
import { stageWords, type Translate } from "./wording.ts";

/** Something a screen reader should say; what is not urgent waits for its turn and may be overtaken. */
export interface Announcement {
  text: string;
  urgent: boolean;
}

/** What has changed between two moments that somebody who does not see the page should hear. */
export function announcementsFor(t: Translate, before: Journey | null, after: Journey): Announcement[] {
  return [...stageNews(t, before, after), ...lineNews(t, before, after)];
}

function stageNews(t: Translate, before: Journey | null, after: Journey): Announcement[] {
  const text = stageWords(t, after.state);
  const known = before !== null && before.state.request_id === after.state.request_id;
  if (known && stageWords(t, before.state) === text) return [];
  const moved = !known || before.state.stage !== after.state.stage;
  return [{ text, urgent: moved }];
}

function lineNews(t: Translate, before: Journey | null, after: Journey): Announcement[] {
  // The conversation so far is not read out again when the page comes back.
  if (before === null || isOver(after.state.stage)) return [];
  const known = readableLines(before.lines).length;
  return readableLines(after.lines)
    .slice(known)
    .filter((line) => line.author === "agent")
    .map((line) => ({ text: lineWords(t, line), urgent: true }));
}

function lineWords(t: Translate, line: CustomerLine): string {
  return t("spoken_line", { name: line.author_name, text: line.text });
}

/** How long the place in line is left unsaid after it was last said, in ms: it may change several times a minute. */
const QUIET = 20_000;
/** Lines that arrive within this time are said together, in ms. */
const TOGETHER = 250;

/** Collects announcements and says them: urgent ones at once, the others at most every QUIET, the last one wins. */
export class Announcer {
  readonly #say: (text: string) => void;
  #urgent: string[] = [];
  #later: string | null = null;
  #saidAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  announce({ text, urgent }: Announcement, now: number = Date.now()): void {
    if (urgent) {
      this.#urgent.push(text);
      // What was waiting to be said is older than this.
      this.#later = null;
    } else this.#later = text;
    this.#schedule(now);
  }

  #schedule(now: number): void {
    clearTimeout(this.#timer);
    const delay = this.#urgent.length > 0 ? TOGETHER : Math.max(TOGETHER, this.#saidAt + QUIET - now);
    this.#timer = setTimeout(() => this.#speak(), delay);
  }

  #speak(): void {
    const text = this.#urgent.length > 0 ? this.#urgent.join(" ") : this.#later;
    this.#urgent = [];
    if (text === this.#later) this.#later = null;
    if (text === null) return;
    this.#saidAt = Date.now();
    this.#say(text);
    if (this.#later !== null) this.#schedule(this.#saidAt);
  }
}
