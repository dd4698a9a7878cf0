import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../../shared/problem.ts";
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
const visit = { answerSurvey } as unknown as Visit;

beforeAll(() => speak("en"));

beforeEach(() => {
  answerSurvey.mockReset().mockResolvedValue();
});

afterEach(() => render(null, document.body));

function show(form: FormField[] = []): void {
  act(() => render(<Survey visit={visit} agent="Amélie" form={form} />, document.body));
}

function field<Kind extends HTMLElement>(selector: string): Kind {
  return document.querySelector(selector) as Kind;
}

function fill(name: string, value: string): void {
  const control = field<HTMLInputElement>(`[name=${name}]`);
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
  fill("solved", "Yes");
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
  fill("email", "ana");
  await send();

  expect(answerSurvey).not.toHaveBeenCalled();
  expect(field("#field-solved-error").textContent).toBe("Please fill this in.");
  expect(field("#field-email-error").textContent).toContain("name@example.org");
  expect(document.activeElement).toBe(field("#field-solved"));
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
  fill("email", "ana@bank.example");
  await send();

  expect(field("#field-email-error").textContent).not.toBe("");
  expect(field<HTMLInputElement>("#field-email").value).toBe("ana@bank.example");
  await send();
  expect(answerSurvey).toHaveBeenCalledTimes(2);
});
