import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../../shared/problem.ts";
import { memoryStore } from "../../shared/storage.ts";
import { speak } from "../language.ts";
import type { FormField } from "../portal.ts";
import type { Visit } from "../visit.ts";
import { Survey } from "./survey.tsx";

const SOLVED: FormField = {
  name: "solved",
  label: "Was it solved?",
  kind: "choice",
  required: true,
  choices: ["Yes", "No"],
};
const EMAIL: FormField = { name: "email", label: "E-mail", kind: "email", required: false, choices: [] };

const answerSurvey = vi.fn<Visit["answerSurvey"]>();
const store = memoryStore();
const visit = {
  answerSurvey,
  recall: (name: string) => store.get(name),
  remember: (name: string, value: string | null) => (value ? store.set(name, value) : store.remove(name)),
} as unknown as Visit;

beforeAll(() => speak("en"));

beforeEach(() => {
  answerSurvey.mockReset().mockResolvedValue();
  for (const name of store.keys("")) store.remove(name);
});

afterEach(() => render(null, document.body));

function show(form: FormField[] = []): void {
  act(() => render(<Survey visit={visit} requestId="r1" agent="Amélie" form={form} />, document.body));
}

function field<Kind extends HTMLElement>(selector: string): Kind {
  return document.querySelector(selector) as Kind;
}

function fill(name: string, value: string): void {
  const control = field<HTMLInputElement>(`[name="${name}"]`);
  control.value = value;
  act(() => void control.dispatchEvent(new Event("input", { bubbles: true })));
}

function choose(face: number): void {
  act(() => field(`[name=face][value="${face}"]`).click());
}

async function send(): Promise<void> {
  await act(async () => field<HTMLFormElement>("form").requestSubmit());
}

it("sends the face, the answers to the company's questions and the comment together", async () => {
  show([SOLVED, EMAIL]);
  choose(4);
  fill("answers.solved", "Yes");
  fill("comment", "  quick! ");
  await send();

  expect(answerSurvey).toHaveBeenCalledExactlyOnceWith(4, "quick!", { solved: "Yes" });
});

it("asks for the face first, and says so", async () => {
  show([SOLVED]);
  await send();

  expect(answerSurvey).not.toHaveBeenCalled();
  expect(field("[role=alert]").textContent).toBe("Please choose a face.");
  expect(document.activeElement).toBe(field('[name=face][value="1"]'));
});

it("names the field that is missing or wrong, and goes there", async () => {
  show([SOLVED, EMAIL]);
  choose(2);
  fill("answers.email", "ana");
  await send();

  expect(answerSurvey).not.toHaveBeenCalled();
  expect(field("#field-answers\\.solved-error").textContent).toBe("Please fill this in.");
  expect(field("#field-answers\\.email-error").textContent).toContain("name@example.org");
  expect(document.activeElement).toBe(field("#field-answers\\.solved"));
});

it("shows what the server does not take, and keeps what was typed", async () => {
  const refused = new Problem({
    code: "invalid_input",
    status: 422,
    field: "answers.email",
    reason: "not_an_email",
  });
  answerSurvey.mockRejectedValueOnce(refused);
  show([EMAIL]);
  choose(3);
  fill("answers.email", "ana@bank.example");
  await send();

  expect(field("#field-answers\\.email-error").textContent).not.toBe("");
  expect(field<HTMLInputElement>("#field-answers\\.email").value).toBe("ana@bank.example");
  await send();
  expect(answerSurvey).toHaveBeenCalledTimes(2);
});

it("keeps what was chosen and typed over a reload, until it is sent", async () => {
  show([SOLVED]);
  choose(5);
  fill("answers.solved", "No");
  fill("comment", "not yet");
  act(() => render(null, document.body));
  show([SOLVED]);
  await send();

  expect(answerSurvey).toHaveBeenCalledExactlyOnceWith(5, "not yet", { solved: "No" });
  expect(store.keys("guichet.survey.")).toEqual([]);
});

it("tells a company's field called comment, or face, from the page's own", async () => {
  show([{ ...SOLVED, name: "comment", kind: "text" }]);
  choose(5);
  await send();

  expect(document.activeElement).toBe(field("#field-answers\\.comment"));
  expect(answerSurvey).not.toHaveBeenCalled();
});
