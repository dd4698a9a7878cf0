import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { speak } from "./language.ts";
import { PortalWatch } from "./portal_watch.ts";
import { Store } from "./store.ts";
import { screenOf } from "./views/app.tsx";
import { initialState } from "./visit_state.ts";

const PORTAL = { key: "box", name: "Bank", language: "fr", state: "open" };

/** A server whose answers about the portal come in turn. */
function server(...answers: (() => Response)[]): void {
  vi.stubGlobal("fetch", async () => (answers.shift() ?? (() => Response.json(PORTAL)))());
}

const refusal = (status: number, code: string) => () => Response.json({ code, status }, { status });

beforeEach(async () => {
  await speak("en");
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  [503, "database_busy"],
  [503, "database_read_only"],
  [429, "too_many_requests"],
])("what passes (%i %s) is a moment to wait, not a way that leads nowhere", async (status, code) => {
  server(refusal(status, code));
  const store = new Store(initialState("en"));
  await new PortalWatch("box", store, () => ["en"]).begin();
  expect(store.state.portalProblem).toBe("unreachable");
  expect(screenOf(store.state)).toBe("loading");
  await vi.advanceTimersByTimeAsync(3_000);
  expect(store.state.portal?.name).toBe("Bank");
});

it("an address that is none of ours leads nowhere", async () => {
  server(refusal(404, "unknown_portal"));
  const store = new Store(initialState("en"));
  await new PortalWatch("box", store, () => []).begin();
  expect(screenOf(store.state)).toBe("stopped");
});

it("a late answer does not undo the language the customer has chosen meanwhile", async () => {
  let chosen: string | null = null;
  server(() => {
    chosen = "en";
    return Response.json(PORTAL);
  });
  const store = new Store(initialState("en"));
  await new PortalWatch("box", store, () => [chosen, null]).begin();
  expect(store.state.language).toBe("en");
});
