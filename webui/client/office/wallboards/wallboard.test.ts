import { expect, it } from "vitest";
import { limitsOf, typedLimits } from "./wallboard.ts";

const limits = {
  waiting: { attention: 5, alarm: 10 },
  longest_wait: { attention: 60_000, alarm: 90_500 },
  service_level: { attention: 0.8, alarm: 0.575 },
};

it("limits are typed in seconds and per cent and kept in milliseconds and shares", () => {
  const typed = typedLimits(limits);
  expect(typed.longest_wait).toEqual({ attention: 60, alarm: 90.5 });
  expect(typed.service_level).toEqual({ attention: 80, alarm: 57.5 });
  expect(typed.abandoned).toEqual({ attention: "", alarm: "" });
  expect(limitsOf(typed)).toEqual(limits);
});

it("who gives one limit alone means both", () => {
  const typed = { ...typedLimits({}), waiting: { attention: "", alarm: 7 } } as const;
  expect(limitsOf(typed)).toEqual({ waiting: { attention: 7, alarm: 7 } });
});
