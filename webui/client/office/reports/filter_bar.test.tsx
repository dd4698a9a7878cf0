import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { setLanguage, startWords } from "../../desk/words.ts";
import en from "../../words/en/office.json";
import fr from "../../words/fr/office.json";
import { FilterBar } from "./filter_bar.tsx";

beforeAll(async () => {
  await startWords({ en: { office: en }, fr: { office: fr } });
  await setLanguage("en");
});

afterEach(cleanup);

function show(kind: "call_volume" | "sessions" = "call_volume") {
  const onAsk = vi.fn();
  render(
    <MantineProvider env="test">
      <FilterBar kind={kind} parameters={{ from: "2026-11-14", to: "2026-11-16" }} onAsk={onAsk} />
    </MantineProvider>,
  );
  const fold = screen.getByRole("button", { name: /^What is asked/ });
  return { fold, onAsk };
}

it("the line of a phone says what was asked, opens the filters, and the next report has them open too", () => {
  const { fold } = show();
  expect(fold.textContent).toContain("2026");
  expect(fold.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(fold);
  expect(fold.getAttribute("aria-expanded")).toBe("true");
  cleanup();

  expect(show("sessions").fold.getAttribute("aria-expanded")).toBe("true");
});

it("asking with the button folds the filters, and the focus is on what opens them again", () => {
  const { fold, onAsk } = show();
  if (fold.getAttribute("aria-expanded") === "false") fireEvent.click(fold);
  fireEvent.click(screen.getByRole("button", { name: "Show report" }));
  expect(onAsk).toHaveBeenCalledOnce();
  expect(fold.getAttribute("aria-expanded")).toBe("false");
  expect(document.activeElement).toBe(fold);
});
