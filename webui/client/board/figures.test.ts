import { describe, expect, it } from "vitest";
import { type Figure, figuresOf, type Level, levelOf, worsened } from "./figures.ts";
import { aBoard, MIDNIGHT } from "./testing/boards.ts";

const higher = { attention: 3, alarm: 6 };
const lower = { attention: 0.9, alarm: 0.7 };

function figure(name: Figure["name"], level: Level): Figure {
  return { name, value: 1, level };
}

describe("a figure's level", () => {
  it.each([
    [2, "plain"],
    [3, "attention"],
    [5, "attention"],
    [6, "alarm"],
  ] as const)("of %d waiting is %s", (value, level) => {
    expect(levelOf("waiting", value, higher)).toBe(level);
  });

  it.each([
    [0.95, "plain"],
    [0.9, "plain"],
    [0.899, "attention"],
    [0.7, "attention"],
    [0.699, "alarm"],
  ] as const)("of a service level of %d is %s: there the lower is the worse", (value, level) => {
    expect(levelOf("service_level", value, lower)).toBe(level);
  });

  it("is plain without limits and without a value", () => {
    expect(levelOf("waiting", 100, undefined)).toBe("plain");
    expect(levelOf("service_level", null, lower)).toBe("plain");
  });

  it("follows the clock while somebody waits", () => {
    const board = aBoard({
      longest_wait_since: MIDNIGHT,
      thresholds: { longest_wait: { attention: 60_000, alarm: 120_000 } },
    });
    const levelAt = (now: number) => figuresOf(board, now).find(({ name }) => name === "longest_wait")?.level;
    expect(levelAt(MIDNIGHT + 59_000)).toBe("plain");
    expect(levelAt(MIDNIGHT + 60_000)).toBe("attention");
    expect(levelAt(MIDNIGHT + 120_000)).toBe("alarm");
  });

  it("is never reckoned from a negative wait", () => {
    const board = aBoard({ longest_wait_since: MIDNIGHT + 500 });
    expect(figuresOf(board, MIDNIGHT).find(({ name }) => name === "longest_wait")?.value).toBe(0);
  });
});

describe("what is heard", () => {
  it("is the worst of what has got worse", () => {
    const before = [figure("waiting", "plain"), figure("abandoned", "attention")];
    expect(worsened(before, [figure("waiting", "attention"), figure("abandoned", "alarm")])).toBe("alarm");
    expect(worsened(before, [figure("waiting", "attention"), figure("abandoned", "plain")])).toBe(
      "attention",
    );
  });

  it("is nothing while all stays or gets better, or is seen for the first time", () => {
    const before = [figure("waiting", "alarm")];
    expect(worsened(before, before)).toBeNull();
    expect(worsened(before, [figure("waiting", "attention")])).toBeNull();
    expect(worsened([], [figure("waiting", "alarm")])).toBeNull();
  });
});
