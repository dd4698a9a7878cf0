import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { HistoryRow } from "../../generated/messages.ts";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { aHistoryRow, aSnapshot, NOW } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { HistoryToday } from "./history.tsx";

let asked: string[];
let answers: Response[];

beforeAll(async () => {
  await startWords();
  await setLanguage("en");
});

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.resolve(answers.shift());
  });
  const snapshot = aSnapshot({ history: rows(3, 2), history_goes_on: true });
  deskStore.setState((desk) => ({ server: withSnapshot(desk.server, snapshot) }));
  render(
    <MantineProvider env="test">
      <HistoryToday />
    </MantineProvider>,
  );
});

afterEach(() => {
  cleanup();
  resetDesk();
  vi.unstubAllGlobals();
});

function rows(...numbers: number[]): HistoryRow[] {
  return numbers.map((number) =>
    aHistoryRow({ id: `s${number}`, customer_name: `Customer ${number}`, ended_at: NOW + number }),
  );
}

const more = () => screen.queryByRole("button", { name: "Show earlier ones" });
const heading = () => screen.getByRole("heading").textContent;

async function press(): Promise<void> {
  await act(async () => fireEvent.click(more() as HTMLElement));
}

it("fetches what ended before the last row, until there is no more, and the first of it has the focus", async () => {
  expect(heading()).toBe("History today 2+");
  answers = [Response.json({ rows: rows(1) })];
  await press();
  expect(asked).toEqual([`/api/v1/history?day=today&before=${NOW + 2}&before_id=s2&limit=100`]);
  expect(screen.getAllByRole("listitem")).toHaveLength(3);
  expect(document.activeElement?.textContent).toContain("Customer 1");
  expect(more()).toBeNull();
  expect(heading()).toBe("History today 3");
});

it("says why there is no more, and may be asked again", async () => {
  answers = [
    Response.json({ status: 503, code: "database_busy" }, { status: 503 }),
    Response.json({ rows: rows(1) }),
  ];
  await press();
  expect(screen.getByText(/busy/i)).toBeTruthy();
  await press();
  expect(screen.getAllByRole("listitem")).toHaveLength(3);
});

it("drops an answer that a new snapshot has overtaken", async () => {
  let answer: (response: Response) => void = () => {};
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
  await press();
  act(() => {
    const snapshot = aSnapshot({ history: rows(5, 4), history_goes_on: true });
    deskStore.setState((desk) => ({ server: withSnapshot(desk.server, snapshot) }));
  });
  await act(async () => answer(Response.json({ rows: rows(1) })));
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
});
