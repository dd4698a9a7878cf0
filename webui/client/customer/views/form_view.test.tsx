import { render } from "preact";
import { afterEach, beforeAll, expect, it } from "vitest";
import { memoryStore } from "../../shared/storage.ts";
import { speak } from "../language.ts";
import type { Portal } from "../portal.ts";
import type { PostedRequest } from "../posting.ts";
import { Visit } from "../visit.ts";
import { FormView } from "./form_view.tsx";

const ADDRESS = { portal: "box", language: "en", theme: null, pageUrl: "", referrer: "" };
const PORTAL: Portal = {
  key: "box",
  name: "Bank",
  type: "smart_box",
  language: "en",
  state: "open",
  expected_wait: 0,
  agents_on_line: true,
  form: [],
  post_form: [],
  question: true,
};
const UNFINISHED: PostedRequest = { name: "Ana", question: "Why?", answers: {}, language: "en" };

beforeAll(() => speak("en"));

afterEach(() => render(null, document.body));

/** The question in the form of a page that was loaded again. */
function questionShown(draft: object | null): string | undefined {
  const store = memoryStore();
  if (draft) store.set("guichet.draft.box", JSON.stringify(draft));
  const visit = new Visit(ADDRESS, { kind: "local", store }, "en");
  visit.store.change({ unfinished: UNFINISHED });
  render(<FormView visit={visit} state={visit.store.state} portal={PORTAL} />, document.body);
  return document.querySelector("textarea")?.value;
}

it("shows a request that was on its way as it was sent", () => {
  expect(questionShown(null)).toBe("Why?");
});

it("shows what was typed since rather than what was sent before", () => {
  expect(questionShown({ name: "Ana", question: "Why not?", answers: {} })).toBe("Why not?");
});
