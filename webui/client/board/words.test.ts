import { expect, it } from "vitest";
import en from "../words/en/board.json";

const SOURCES = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

function known(key: string): boolean {
  const found = key
    .split(".")
    .reduce<unknown>((words, name) => (words as Record<string, unknown>)?.[name], en);
  return typeof found === "string";
}

it("there are words for everything the wallboard says", () => {
  const used = Object.values(SOURCES).flatMap((text) =>
    [...text.matchAll(/\bt\("([a-z0-9_.]+)"/g)].map(([, key]) => key ?? ""),
  );
  expect(used.filter((key) => !known(key))).toEqual([]);
  expect(used.length).toBeGreaterThan(15);
});
