import { describe, expect, it } from "vitest";
import en from "../words/en/customer.json";
import widgetEn from "../words/en/widget.json";
import fr from "../words/fr/customer.json";
import widgetFr from "../words/fr/widget.json";

const SOURCES = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const PLURAL = /_(one|two|few|many|other)$/;

function keys(words: object): Set<string> {
  return new Set(Object.keys(words).map((key) => key.replace(PLURAL, "").replace(/_ordinal$/, "")));
}

describe("the customer's words", () => {
  it("are there in both languages @PORT-12", () => {
    expect([...keys(fr)].sort()).toEqual([...keys(en)].sort());
    expect(Object.keys(widgetFr).sort()).toEqual(Object.keys(widgetEn).sort());
  });

  it("are there for everything the page says", () => {
    const used = Object.values(SOURCES).flatMap((text) =>
      [...text.matchAll(/\bt\("([a-z0-9_]+)"/g)].map((match) => match[1]),
    );
    const known = keys(en);
    expect(used.filter((key) => key === undefined || !known.has(key))).toEqual([]);
    expect(used.length).toBeGreaterThan(40);
  });

  it("keep the same places for values in both languages", () => {
    const holes = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map((match) => match[0]).sort();
    for (const [key, text] of Object.entries(fr)) {
      const english = (en as Record<string, string>)[key];
      if (english !== undefined) expect([key, holes(text)]).toEqual([key, holes(english)]);
    }
  });
});
