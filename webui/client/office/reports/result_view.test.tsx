import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { setLanguage, startWords } from "../../desk/words.ts";
import en from "../../words/en/office.json";
import fr from "../../words/fr/office.json";
import { drawnRows } from "./chart.tsx";
import type { FullRun, Result } from "./result.ts";
import { ResultView } from "./result_view.tsx";
import { shown } from "./values.ts";

beforeAll(async () => {
  await startWords({ en: { office: en }, fr: { office: fr } });
  await setLanguage("en");
});

afterEach(cleanup);

const RESULT: Result = {
  kind: "call_volume",
  parameters: { from: "2026-11-20", to: "2026-11-20", by: "queue" },
  period: { from: 0, to: 86_400_000, zone: "UTC", days: 1 },
  as_of: 90_000_000,
  figures: [
    {
      key: "service_level",
      kind: "share",
      value: 0.5,
      note: "missed",
      data: { within: null, short_abandon: 5_000 },
    },
  ],
  columns: [
    { key: "queue", kind: "text" },
    { key: "answered", kind: "count" },
  ],
  rows: [["Orders", 2]],
  total: null,
  left_out: 0,
  chart: null,
  notes: [{ code: "waited_at_end", data: { count: 2 } }],
  rules: [
    { names: ["Orders"], variant: "missed", within: 20_000, short_abandon: 5_000 },
    { names: ["A", "B", "C", "D", "E", "F"], variant: "missed", within: 30_500, short_abandon: 5_000 },
  ],
};

function show(result: Partial<Result>) {
  const { parameters } = RESULT;
  const run: FullRun = {
    id: "1",
    kind: "call_volume",
    parameters,
    state: "done",
    progress: 100,
    asked_at: 0,
    asked_by_name: null,
    as_of: 0,
    finished_at: 0,
    problem: null,
    result: null,
  };
  render(
    <MantineProvider env="test">
      <ResultView run={run} result={{ ...RESULT, ...result }} linked={false} />
    </MantineProvider>,
  );
  return screen.getByTestId("result");
}

it("a service level says by what it was reckoned, queue by queue where that differs", () => {
  const page = show({});
  const note = page.querySelector("[data-figure='service_level'] dd")?.textContent;
  expect(note).toContain("times differ by queue · abandons count as missed · short under 5\u00a0s");
  expect(page.textContent).toContain("Orders: answered within 20\u00a0s, abandons short under 5\u00a0s");
  expect(page.textContent).toContain("A, B, C, D, E, … +1: answered within 30.5\u00a0s");
  expect(page.textContent).toContain("2 customers waited when the period ended");
});

it("a report from before it said so is shown all the same", () => {
  const [figure] = RESULT.figures;
  if (!figure) throw new Error("no figure");
  const { data: _, ...older } = figure;
  const { rules: __, ...before } = RESULT;
  const page = show({ ...before, figures: [older], rules: undefined as never });
  expect(page.querySelector("dd")?.textContent).toContain("abandons count as missed");
});

it("that rows are left out is said before the table", () => {
  const page = show({ left_out: 9 });
  const told = screen.getByText("The first row of 10 is shown. The files have all of them.");
  const table = page.querySelector("table") as HTMLTableElement;
  expect(told.compareDocumentPosition(table)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it("of many names the first are drawn, of days all", () => {
  const many = { ...RESULT, rows: Array.from({ length: 63 }, (_, place) => [String(place), 1]) };
  expect(drawnRows(many, "queue")).toBe(20);
  expect(drawnRows({ ...many, rows: many.rows.slice(1) }, "queue")).toBe(62);
  expect(drawnRows({ ...many, columns: [{ key: "day", kind: "day" }] }, "day")).toBe(63);
});

it("what has no name is told by words, what has no value by a dash", () => {
  expect(shown(null, { key: "queue", kind: "text" }, "UTC")).toBe("no queue (standard portal)");
  expect(shown(null, { key: "url", kind: "text" }, "UTC")).toBe("no page told");
  expect(shown(null, { key: "wait_min", kind: "duration" }, "UTC")).toBe("–");
});
