import { expect, it } from "vitest";
import type { Column } from "./result.ts";
import { clicked, sorted } from "./sorting.ts";

const columns: Column[] = [
  { key: "queue", kind: "text" },
  { key: "answered", kind: "count" },
];
const rows = [
  ["Orders", 9],
  ["équipe 10", null],
  ["Equipe 2", 12],
];

it("sorts figures as figures and names as people do", () => {
  const byAnswered = sorted(rows, columns, { key: "answered", descending: true });
  expect(byAnswered.map(([name]) => name)).toEqual(["Equipe 2", "Orders", "équipe 10"]);
  const byName = sorted(rows, columns, { key: "queue", descending: false });
  expect(byName.map(([name]) => name)).toEqual(["Equipe 2", "équipe 10", "Orders"]);
});

it("rows without a value come last in both directions", () => {
  for (const descending of [true, false])
    expect(sorted(rows, columns, { key: "answered", descending }).at(-1)).toEqual(["équipe 10", null]);
});

it("begins with the largest figure or the first name, and turns at the second click", () => {
  const [queue, answered] = columns as [Column, Column];
  expect(clicked(answered, null)).toEqual({ key: "answered", descending: true });
  expect(clicked(answered, { key: "answered", descending: true })).toEqual({
    key: "answered",
    descending: false,
  });
  expect(clicked(queue, { key: "answered", descending: true })).toEqual({ key: "queue", descending: false });
});
