import { beforeAll, expect, it } from "vitest";
import { setLanguage, startWords } from "../words.ts";
import { dayAndTime, timeOfDay } from "./moment.ts";

beforeAll(() => startWords());

const MIDNIGHT = new Date(2026, 10, 20, 0, 5).getTime();

it.each([
  ["en", "00:05", /^Fri 20 Nov, 00:05$/],
  ["fr", "00:05", /^ven\. 20 nov\.,? 00:05$/],
] as const)("the hour after midnight has the number nought (%s)", async (language, time, day) => {
  await setLanguage(language);
  expect(timeOfDay(MIDNIGHT)).toBe(time);
  expect(dayAndTime(MIDNIGHT)).toMatch(day);
});
