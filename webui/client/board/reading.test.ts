import { describe, expect, it } from "vitest";
import { readAddress } from "./address.ts";
import { tilesOf } from "./agent_tiles.ts";
import { fittingSize } from "./fitting.ts";
import { ageText, figureText, percentText, timeText } from "./format.ts";
import { anAgent, MIDNIGHT } from "./testing/boards.ts";

describe("the address", () => {
  it("names the wallboard, and a television's key in its fragment", () => {
    const tv = readAddress({ pathname: "/tv/abc", search: "?theme=light", hash: "#key=k.e-y_" });
    expect(tv).toEqual({ wallboardId: "abc", television: true, key: "k.e-y_", theme: "light" });
    const desk = readAddress({ pathname: "/wallboards/abc", search: "?theme=pink", hash: "" });
    expect(desk).toEqual({ wallboardId: "abc", television: false, key: null, theme: null });
  });
});

describe("figures in words", () => {
  it("are written as each language writes them", () => {
    expect(figureText("answered", 12_345, "en")).toBe("12,345");
    expect(figureText("longest_wait", 3_723_000, "fr")).toBe("1:02:03");
    expect(figureText("service_level", null, "fr")).toBe("–");
    expect(percentText(0.725, "fr")).toMatch(/^72\s%$/);
    expect(timeText(MIDNIGHT, "Europe/Paris", "en")).toBe("00:00");
  });

  it("never claim all when it was not all", () => {
    expect(percentText(0.999, "en")).toBe("99%");
    expect(percentText(1, "en")).toBe("100%");
    expect(percentText(0.29, "en")).toBe("29%");
  });

  it("tell an age in tenths, then seconds, then minutes", () => {
    expect(ageText(430, "en")).toEqual({ unit: "seconds", text: "0.4" });
    expect(ageText(430, "fr")).toEqual({ unit: "seconds", text: "0,4" });
    expect(ageText(61_000, "en")).toEqual({ unit: "seconds", text: "61" });
    expect(ageText(185_000, "en")).toEqual({ unit: "minutes", text: "3" });
  });

  it("are as large as they fit", () => {
    expect(fittingSize("4")).toBeGreaterThan(fittingSize("200"));
    expect(fittingSize("1:02:03")).toBeLessThan(fittingSize("01:42"));
    expect(fittingSize("100 %")).toBeGreaterThan(24);
  });
});

describe("agents' tiles", () => {
  it("are grouped by state; who is signed out is counted only", () => {
    const agents = [
      anAgent({ id: "1" }),
      anAgent({ id: "2" }),
      anAgent({ id: "3", state: "wrap_up" }),
      anAgent({ id: "4", state: "off" }),
    ];
    const { groups, more } = tilesOf(agents);
    expect(groups.map(({ state, count, shown }) => [state, count, shown.length])).toEqual([
      ["available", 2, 2],
      ["wrap_up", 1, 1],
      ["off", 1, 0],
    ]);
    expect(more).toBe(0);
  });

  it("stop where they would be too small, and say how many there are besides", () => {
    const agents = Array.from({ length: 150 }, (_, number) => anAgent({ id: `${number}` }));
    const { groups, more, columns } = tilesOf(agents);
    expect(groups[0]?.shown.length).toBe(120);
    expect(groups[0]?.count).toBe(150);
    expect(more).toBe(30);
    expect(columns).toBe(14);
  });
});
