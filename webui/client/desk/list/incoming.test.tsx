import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { RequestRow } from "../../generated/messages.ts";
import { withSnapshot } from "../state/desk_state.ts";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { aRequest, aSnapshot, NOW } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { Incoming } from "./incoming.tsx";

beforeAll(async () => {
  await startWords();
  await setLanguage("en");
});

afterEach(() => {
  cleanup();
  resetDesk();
});

function waiting(...ids: string[]): void {
  const requests: RequestRow[] = ids.map((id, index) =>
    aRequest({ id, customer_name: id, waiting_since: NOW + index }),
  );
  act(() => deskStore.setState((desk) => ({ server: withSnapshot(desk.server, aSnapshot({ requests })) })));
}

const names = () =>
  screen.queryAllByRole("listitem").map((item) => item.querySelector("[title]")?.textContent);

it("the pointer's leaving is heard though the whole list went under it", () => {
  waiting("Ann", "Bob");
  render(
    <MantineProvider env="test">
      <Incoming />
    </MantineProvider>,
  );
  fireEvent.pointerEnter(screen.getByRole("region"));
  waiting("Bob");
  expect(names()).toEqual(["Ann", "Bob"]);
  waiting();
  fireEvent.pointerLeave(screen.getByRole("region"));
  waiting("Cem", "Dora");
  waiting("Dora");
  expect(names()).toEqual(["Dora"]);
});
