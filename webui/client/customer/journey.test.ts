import { describe, expect, it } from "vitest";
import { asksForFace, isDone, readableLines, withMarks, withSnapshot, withState } from "./journey.ts";
import { journey, line, state } from "./testing/journeys.ts";

const AGENT = { name: "Amélie" };

describe("what the server has told", () => {
  it("never goes back to an older state", () => {
    const now = journey({ version: 5, stage: "in_session" });
    expect(withState(now, state({ version: 4 }))).toBe(now);
    expect(withState(now, state({ version: 6, stage: "ended" })).state.stage).toBe("ended");
    const older = { at: 1, state: state({ version: 3 }), lines: [line(1)] };
    expect(withSnapshot(now, older).state.stage).toBe("in_session");
  });

  it("keeps every line over snapshots, each number once", () => {
    const now = journey({}, [line(1), line(2)]);
    const merged = withSnapshot(now, { at: 1, state: state({ version: 2 }), lines: [line(2), line(3)] });
    expect(merged.lines.map((each) => each.number)).toEqual([1, 2, 3]);
  });

  it("begins anew with another request", () => {
    const other = { at: 1, state: state({ request_id: "r2", version: 1 }), lines: [] };
    expect(withSnapshot(journey({ version: 9 }, [line(1)]), other)).toEqual(journey({ request_id: "r2" }));
  });

  it("shows lines up to the first gap only, so that nothing is read out of order @CHAT-01", () => {
    const numbers = (...all: number[]) =>
      readableLines(all.map((number) => line(number))).map((each) => each.number);
    expect(numbers(1, 2, 3)).toEqual([1, 2, 3]);
    expect(numbers(1, 2, 4)).toEqual([1, 2]);
    expect(numbers(2, 3)).toEqual([]);
  });

  it("moves marks forward only", () => {
    const now = journey({ agent_delivered: 4, agent_read: 2 });
    expect(withMarks(now, { delivered: 3, read: 3 }).state).toMatchObject({
      agent_delivered: 4,
      agent_read: 3,
    });
  });

  it("asks for a face once, and only who met an agent @PORT-08", () => {
    expect(asksForFace(journey({ stage: "ended", agent: AGENT }))).toBe(true);
    expect(asksForFace(journey({ stage: "ended", agent: AGENT, surveyed: true }))).toBe(false);
    expect(asksForFace(journey({ stage: "left" }))).toBe(false);
    expect(asksForFace(journey({ stage: "left", agent: AGENT }))).toBe(true);
    expect(asksForFace(journey({ stage: "unseen" }, [line(1)]))).toBe(true);
    expect(asksForFace(journey({ stage: "refused" }))).toBe(false);
  });

  it("is done when it is over and nothing is left to ask", () => {
    expect(isDone(journey({ stage: "left" }))).toBe(true);
    expect(isDone(journey({ stage: "unseen" }))).toBe(true);
    expect(isDone(journey({ stage: "ended", agent: AGENT }))).toBe(false);
    expect(isDone(journey({ stage: "waiting" }))).toBe(false);
  });
});
