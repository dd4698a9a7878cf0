import { beforeAll, beforeEach, expect, it } from "vitest";
import { setLanguage, startWords } from "../../desk/words.ts";
import en from "../../words/en/office.json";
import fr from "../../words/fr/office.json";
import { filterWords, questionWords } from "./asked_words.ts";
import type { Choices } from "./choices.ts";

const ORDERS = "0190b7a0-0000-7000-8000-000000000001";
const ADVICE = "0190b7a0-0000-7000-8000-000000000002";
const WEEK = { from: "2026-11-14", to: "2026-11-20" };
const CHOICES: Choices = {
  zone: "Europe/Paris",
  days: null,
  queues: [
    { id: ORDERS, name: "Orders" },
    { id: ADVICE, name: "Advice" },
  ],
  portals: [],
  agents: [],
  standard_portals: [],
};

beforeAll(() => startWords({ en: { office: en }, fr: { office: fr } }));
beforeEach(() => setLanguage("en"));

it("a period is called by its name on the days when it has one, else by its days", () => {
  const asked = { ...WEEK, by: "queue" };
  expect(questionWords("call_volume", asked, CHOICES, "2026-11-20")).toBe("Last 7 days · By queue");
  expect(questionWords("call_volume", asked, CHOICES, "2026-12-01")).toMatch(
    /^14\s?–\s?20 Nov 2026 · By queue$/,
  );
});

it("one queue is named, of several there is the number, and all of them are not worth a word", () => {
  const asked = (queues: string[]) => filterWords("call_volume", { ...WEEK, by: "day", queues }, CHOICES);
  expect(asked([])).toEqual(["By day"]);
  expect(asked([ADVICE])).toEqual(["By day", "Queues: Advice"]);
  expect(asked([ORDERS, ADVICE])).toEqual(["By day", "Queues: 2 chosen"]);
});

it("a text stands in its language's quotation marks, with where it was looked for", async () => {
  const asked = { ...WEEK, text: "card", fields: ["question", "notes"] };
  expect(filterWords("sessions", asked, CHOICES)).toEqual(["“card” in Question, Notes"]);
  await setLanguage("fr");
  expect(filterWords("sessions", { ...WEEK, text: "carte" }, CHOICES)).toEqual(["«\u00a0carte\u00a0»"]);
});
