import { afterEach, describe, expect, it, vi } from "vitest";
import { unreachable } from "../shared/problem.ts";
import { memoryStore } from "../shared/storage.ts";
import { ReadMarker, type ReadMarks } from "./reading.ts";
import { journey, line } from "./testing/journeys.ts";

/** @param failures how often the server cannot be told */
function marker(store = memoryStore(), failures = 0) {
  const told: ReadMarks[] = [];
  const unread: number[] = [];
  const made = new ReadMarker({
    store,
    tell: async (marks) => {
      told.push(marks);
      if (told.length <= failures) throw unreachable();
    },
    onUnread: (count) => unread.push(count),
  });
  return { made, told, unread };
}

const TALK = journey({ stage: "in_session" }, [line(1), line(2), line(3, { author: "customer" })]);

afterEach(() => void vi.useRealTimers());

describe("what the customer has read", () => {
  it("is nothing while nobody looks, though everything has arrived @CHAT-01", () => {
    const { made, told, unread } = marker();
    made.take(TALK);
    expect(told).toEqual([{ delivered: 3, read: 0 }]);
    expect(unread).toEqual([2]);
  });

  it("is everything once the end is looked at, and that is told once", () => {
    const { made, told, unread } = marker();
    made.take(TALK);
    made.look(true);
    made.take(TALK);
    expect(told.at(-1)).toEqual({ delivered: 3, read: 3 });
    expect(told).toHaveLength(2);
    expect(unread.at(-1)).toBe(0);
  });

  it("stays read over a reload", () => {
    const store = memoryStore();
    const before = marker(store);
    before.made.take(TALK);
    before.made.look(true);
    const { made, unread } = marker(store);
    made.take(TALK);
    expect(unread).toEqual([]);
  });

  it("is told again when the server could not be told", async () => {
    vi.useFakeTimers();
    const { made, told } = marker(memoryStore(), 1);
    made.take(TALK);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(told).toEqual([
      { delivered: 3, read: 0 },
      { delivered: 3, read: 0 },
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toHaveLength(2);
  });

  it("is told again over a new connection", () => {
    const { made, told } = marker();
    made.look(true);
    made.take(TALK);
    made.repeat();
    expect(told).toEqual([
      { delivered: 3, read: 3 },
      { delivered: 3, read: 3 },
    ]);
  });
});
