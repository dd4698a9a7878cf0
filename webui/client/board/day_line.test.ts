import { describe, expect, it } from "vitest";
import { dayLine, stepPath } from "./day_line.ts";
import { aBoard, MIDNIGHT, QUARTER, slotsOf } from "./testing/boards.ts";

const plain = { value: 0, level: "plain" } as const;

describe("the day's course", () => {
  it("begins when the first customer comes and knows its peak", () => {
    const slots = slotsOf({ offered: [0, 0, 4, 1], waiting: [0, 0, 3, 2] }, 4);
    const line = dayLine(aBoard({ slots }), { ...plain, name: "waiting" });
    expect(line.values).toEqual([3, 2]);
    expect(line.from).toBe(MIDNIGHT + 2 * QUARTER);
    expect(line.peak).toEqual({ value: 3, at: MIDNIGHT + 2 * QUARTER });
  });

  it("tells the lowest service level and leaves out where there is none", () => {
    const slots = slotsOf({ offered: [1, 1, 1], service_level: [0.9, null, 0.4] }, 3);
    const line = dayLine(aBoard({ slots }), { ...plain, name: "service_level" });
    expect(line.peak).toEqual({ value: 0.4, at: MIDNIGHT + 2 * QUARTER });
  });

  it("counts the wait that lasts", () => {
    const slots = slotsOf({ offered: [1, 1], longest_wait: [90_000, 0] }, 2);
    const line = dayLine(aBoard({ slots }), { name: "longest_wait", value: 120_000, level: "plain" });
    expect(line.values).toEqual([90_000, 120_000]);
  });

  it("has no peak on a day without anything to tell", () => {
    const line = dayLine(aBoard(), { ...plain, name: "service_level" });
    expect(line.peak).toBeNull();
    expect(line.width).toBeGreaterThan(10);
  });

  it("tells a service level of nought, which is the worst there is", () => {
    const slots = slotsOf({ offered: [1, 1], service_level: [0.9, 0] }, 2);
    const line = dayLine(aBoard({ slots }), { ...plain, name: "service_level" });
    expect(line.peak?.value).toBe(0);
  });

  it("is drawn as steps as high as their share of the highest, with gaps where there is none", () => {
    const line = { values: [1, null, 4], width: 16, from: 0, peak: null };
    expect(stepPath(line)).toBe("M0 1L0 0.750L1 0.750L1 1ZM2 1L2 0.000L3 0.000L3 1Z");
  });
});
