import { MantineProvider } from "@mantine/core";
import { act, cleanup, render, renderHook, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { deskStore, resetDesk } from "../state/desk_store.ts";
import { preferences } from "../state/preferences.ts";
import { setLanguage, startWords } from "../words.ts";
import { useView } from "./view.ts";
import { ViewSwitch } from "./view_switch.tsx";

beforeAll(async () => {
  await startWords();
  await setLanguage("en");
});

afterEach(() => {
  cleanup();
  resetDesk();
  preferences.setState({ hiddenAreas: [] });
});

const offered = () => screen.getAllByRole("button").map((button) => button.textContent);

it("a narrow window does not offer details that the agent has hidden, nor stays on them", () => {
  render(
    <MantineProvider env="test">
      <ViewSwitch />
    </MantineProvider>,
  );
  expect(offered()).toEqual(["List", "Conversation", "Details"]);
  const { result } = renderHook(() => useView());
  act(() => deskStore.setState({ view: "details" }));
  expect(result.current).toBe("details");
  act(() => preferences.setState({ hiddenAreas: ["details"] }));
  expect(offered()).toEqual(["List", "Conversation"]);
  expect(result.current).toBe("conversation");
});
