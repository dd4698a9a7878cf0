import { describe, expect, it } from "vitest";
import type { FormField, Portal } from "./portal.ts";
import { EMPTY_DRAFT, errorsFromServer, filledAnswers, validate } from "./request_form.ts";

const EMAIL: FormField = { name: "email", label: "E-mail", kind: "email", required: true, choices: [] };
const SUBJECT: FormField = {
  name: "subject",
  label: "Subject",
  kind: "choice",
  required: false,
  choices: ["A"],
};

function portal(part: Partial<Portal> = {}): Portal {
  return {
    key: "box",
    name: "Bank",
    type: "smart_box",
    language: "en",
    state: "open",
    expected_wait: null,
    agents_on_line: true,
    form: [],
    post_form: [],
    question: true,
    ...part,
  };
}

describe("the form before a session", () => {
  it("asks for a name, and for a question where the portal has one @PORT-02", () => {
    expect(validate(EMPTY_DRAFT, portal())).toEqual({ name: "required", question: "required" });
    expect(validate({ ...EMPTY_DRAFT, name: "Ana" }, portal({ question: false }))).toEqual({});
    expect(validate({ ...EMPTY_DRAFT, name: "  " }, portal({ question: false }))).toEqual({
      name: "required",
    });
  });

  it("knows the server's limits", () => {
    const draft = { name: "x".repeat(301), question: "x".repeat(4_001), answers: {} };
    expect(validate(draft, portal())).toEqual({ name: "too_long", question: "too_long" });
  });

  it("checks the company's own fields", () => {
    const draft = { name: "Ana", question: "Why?", answers: {} };
    const withForm = portal({ form: [EMAIL, SUBJECT] });
    expect(validate(draft, withForm)).toEqual({ "answers.email": "required" });
    expect(validate({ ...draft, answers: { email: "ana" } }, withForm)).toEqual({ "answers.email": "email" });
    expect(validate({ ...draft, answers: { email: "ana@example.org" } }, withForm)).toEqual({});
  });

  it("sends what was filled in, and of this portal's fields only", () => {
    const answers = { email: " ana@example.org ", subject: "", old: "x" };
    expect(filledAnswers([EMAIL, SUBJECT], answers)).toEqual({ email: "ana@example.org" });
  });

  it("shows the fields the server refuses", () => {
    expect(errorsFromServer({ field: "answers.email" })).toEqual({ "answers.email": "not_accepted" });
    const noAddress = { field: "answers.email", reason: "not_an_email" };
    expect(errorsFromServer(noAddress)).toEqual({ "answers.email": "email" });
    expect(errorsFromServer({ errors: [{ field: "name" }, { field: "question" }] })).toEqual({
      name: "not_accepted",
      question: "not_accepted",
    });
  });
});
