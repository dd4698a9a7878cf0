import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { aSession } from "../testing/rows.ts";
import { setLanguage, startWords } from "../words.ts";
import { Notes } from "./notes.tsx";

beforeAll(async () => {
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
  await startWords();
  await setLanguage("en");
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

it("notes say that they are saved only after something was written", async () => {
  vi.stubGlobal("fetch", async () => new Response("{}", { status: 200 }));
  render(
    <MantineProvider env="test">
      <Notes session={aSession()} />
    </MantineProvider>,
  );
  const notes = screen.getByRole("textbox", { name: "Notes" });
  expect(screen.getByRole("status").textContent).toBe("");
  fireEvent.change(notes, { target: { value: "Blocked the card" } });
  expect(screen.getByRole("status").textContent).toBe("Writing…");
  fireEvent.blur(notes);
  await vi.waitFor(() => expect(screen.getByRole("status").textContent).toBe("Saved"));
});
