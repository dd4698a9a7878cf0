import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Announcement, Announcer, announcementsFor } from "./announcing.ts";
import { speak, t } from "./language.ts";
import { journey, line } from "./testing/journeys.ts";

const AGENT = { name: "Amélie" };

function place(number: number) {
  return { place: { place: number, expected_wait: 120_000, agents_on_line: true } };
}

describe("what is worth saying aloud", () => {
  beforeAll(() => speak("en"));

  it("is the place when it begins and when it changes, the arrival, and the end @PORT-09", () => {
    const texts = (before: Parameters<typeof announcementsFor>[1], after: ReturnType<typeof journey>) =>
      announcementsFor(t, before, after).map((each) => each.text);
    expect(texts(null, journey(place(2)))).toEqual(["You are 2nd · About 2 minutes"]);
    expect(texts(journey(place(2)), journey(place(2)))).toEqual([]);
    expect(texts(journey(place(2)), journey(place(1)))).toEqual(["You are next · About 2 minutes"]);
    const met = journey({ stage: "in_session", agent: AGENT });
    expect(texts(journey(place(1)), met)).toEqual(["Amélie is with you"]);
    expect(texts(met, journey({ stage: "ended", agent: AGENT }))).toEqual(["The conversation has ended"]);
  });

  it("is each new line of the agent, not one's own, and not the past again after a reload", () => {
    const talking = { stage: "in_session" as const, agent: AGENT };
    const lines = [line(1), line(2, { author: "customer" }), line(3)];
    const news = announcementsFor(t, journey(talking), journey(talking, lines));
    expect(news.map((each) => each.text)).toEqual(["Amélie: text 1", "Amélie: text 3"]);
    expect(announcementsFor(t, null, journey(talking, lines)).map((each) => each.text)).toEqual([
      "Amélie is with you",
    ]);
  });

  it("tells a move in line from what must be heard at once", () => {
    const [moved] = announcementsFor(t, journey(place(2)), journey(place(1)));
    expect(moved?.urgent).toBe(false);
    const [met] = announcementsFor(t, journey(), journey({ stage: "in_session", agent: AGENT }));
    expect(met?.urgent).toBe(true);
  });
});

describe("the announcer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function listen(): { said: string[]; say: (text: string, urgent?: boolean) => void } {
    const said: string[] = [];
    const announcer = new Announcer((text) => void said.push(text));
    return {
      said,
      say: (text, urgent = false) => announcer.announce({ text, urgent } satisfies Announcement),
    };
  }

  it("says changes of place at most every twenty seconds, and the last one then", () => {
    const { said, say } = listen();
    say("3rd");
    vi.advanceTimersByTime(300);
    for (const text of ["2nd", "1st"]) say(text);
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual(["3rd"]);
    vi.advanceTimersByTime(15_000);
    expect(said).toEqual(["3rd", "1st"]);
  });

  it("says what is urgent at once, together with what arrives beside it, and drops what it overtakes", () => {
    const { said, say } = listen();
    say("3rd");
    vi.advanceTimersByTime(300);
    say("2nd");
    say("Amélie is with you", true);
    say("Amélie: Hello", true);
    vi.advanceTimersByTime(300);
    expect(said).toEqual(["3rd", "Amélie is with you Amélie: Hello"]);
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(2);
  });
});
