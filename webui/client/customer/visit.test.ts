import { afterEach, expect, it, vi } from "vitest";
import { memoryStore } from "../shared/storage.ts";
import { Visit } from "./visit.ts";

const ADDRESS = { portal: "box", language: "en", theme: null, pageUrl: "", referrer: "" };

afterEach(() => vi.unstubAllGlobals());

it.each([
  [1, 1],
  [11, 0],
])(
  "what was on its way %i minutes ago is posted %i times by itself, and stands in the form",
  async (ago, posts) => {
    const body = { name: "Ann", question: "Why?", answers: {}, language: "en" };
    const store = memoryStore();
    store.set("guichet.posting.box", JSON.stringify({ key: "k", body, at: Date.now() - ago * 60_000 }));
    const posted: string[] = [];
    vi.stubGlobal("fetch", (path: string, options?: RequestInit) => {
      if (options?.method === "POST") posted.push(path);
      return new Promise<Response>(() => {});
    });
    const visit = new Visit(ADDRESS, { kind: "local", store }, "en");
    void visit.begin();
    expect(posted).toHaveLength(posts);
    expect(visit.store.state).toMatchObject({ unfinished: body, posting: posts ? "sending" : "idle" });
  },
);

it("nothing of a request that can no longer be opened stays in the browser", () => {
  const store = memoryStore();
  store.set("guichet.token.box", "expired");
  store.set("guichet.request.box", "r1");
  store.set("guichet.message.r1", "half a sen");
  store.set("guichet.read.r1", "7");
  store.set("guichet.line.r1.l1", JSON.stringify({ id: "l1", text: "never sent" }));
  store.set("guichet.read.other", "1");
  const visit = new Visit(ADDRESS, { kind: "local", store }, "en");
  visit.store.change({ hasToken: true, refused: "expired_token" });
  visit.startAgain();
  expect(store.keys("guichet.")).toEqual(["guichet.read.other"]);
});

it("a page that keeps nothing says so", () => {
  const visit = new Visit(ADDRESS, { kind: "memory", store: memoryStore() }, "en");
  expect(visit.store.state.forgetful).toBe(true);
});
