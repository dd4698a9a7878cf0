import { expect, it } from "vitest";
import { dayAt, PRESETS, plusDays, usualRange } from "./days.ts";

it("a moment belongs to the day of the company's zone", () => {
  const moment = Date.parse("2026-11-20T23:30:00Z");
  expect(dayAt(moment, "Europe/Paris")).toBe("2026-11-21");
  expect(dayAt(moment, "America/New_York")).toBe("2026-11-20");
});

it("days are counted over the ends of months and over the change of the clocks", () => {
  expect(plusDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(plusDays("2026-10-26", -1)).toBe("2026-10-25");
});

it("named ranges begin and end where their names say", () => {
  expect(PRESETS.this_week("2026-11-22")).toEqual({ from: "2026-11-16", to: "2026-11-22" });
  expect(PRESETS.this_week("2026-11-16")).toEqual({ from: "2026-11-16", to: "2026-11-16" });
  expect(PRESETS.last_month("2026-03-15")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(PRESETS.yesterday("2026-01-01")).toEqual({ from: "2025-12-31", to: "2025-12-31" });
  expect(PRESETS.last_7_days("2026-11-20")).toEqual({ from: "2026-11-14", to: "2026-11-20" });
});

it("without a question the last week is shown, or the last one that has anything", () => {
  expect(usualRange("2026-11-20", "2026-11-18")).toEqual({ from: "2026-11-14", to: "2026-11-20" });
  expect(usualRange("2026-11-20", null)).toEqual({ from: "2026-11-14", to: "2026-11-20" });
  expect(usualRange("2026-11-20", "1999-02-14")).toEqual({ from: "1999-02-08", to: "1999-02-14" });
});
