import { describe, expect, it, vi } from "vitest";
import { LineOutbox } from "./line_outbox.ts";
import { Problem, unreachable } from "./problem.ts";
import { memoryStore } from "./storage.ts";

type Line = { id: string; text: string };

function outbox(send: (lines: Line[]) => Promise<unknown>, store = memoryStore()) {
  return new LineOutbox({ scope: "session", store, send, onChange: () => {} });
}

/** What the server has not acknowledged yet. */
function unacknowledged(lines: LineOutbox) {
  return lines.pending().filter((line) => !line.acknowledged);
}

describe("the outbox of lines", () => {
  it("keeps a line until the server has acknowledged it", async () => {
    let acknowledge: () => void = () => {};
    const lines = outbox(() => new Promise<void>((resolve) => (acknowledge = resolve)));
    lines.add("hello");
    expect(lines.pending().map((line) => line.text)).toEqual(["hello"]);
    acknowledge();
    await vi.waitFor(() => expect(unacknowledged(lines)).toEqual([]));
  });

  it("sends 500 lines each in writing order, the unacknowledged ones together", async () => {
    const seen: string[] = [];
    const lines = outbox(async (batch) => void seen.push(...batch.map((line) => line.text)));
    const texts = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    for (const text of texts) lines.add(text, 1_000);
    await vi.waitFor(() => expect(unacknowledged(lines)).toEqual([]));
    expect([...new Set(seen)]).toEqual(texts);
  });

  it("sends again with the same id after nobody answered", async () => {
    vi.useFakeTimers();
    const ids: string[] = [];
    let down = true;
    const lines = outbox(async (batch) => {
      ids.push(...batch.map((line) => line.id));
      if (down) throw unreachable();
    });
    lines.add("hello");
    await vi.advanceTimersByTimeAsync(10);
    down = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(unacknowledged(lines)).toEqual([]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    vi.useRealTimers();
  });

  it("gives a reloaded page the lines its predecessor could not send", async () => {
    const store = memoryStore();
    const before = outbox(() => new Promise(() => {}), store);
    before.add("one");
    before.add("two");
    before.close();
    const seen: string[] = [];
    const after = outbox(async (batch) => void seen.push(...batch.map((line) => line.text)), store);
    after.flush();
    await vi.waitFor(() => expect(unacknowledged(after)).toEqual([]));
    expect(seen).toEqual(["one", "two"]);
  });

  it("keeps a line that was refused for good, with the reason, and goes on with the next", async () => {
    const lines = outbox(async (batch) => {
      if (batch.some((line) => line.text === "bad"))
        throw new Problem({ code: "invalid_input", status: 422, reason: "too_long" });
    });
    lines.add("bad");
    const refusal = { code: "invalid_input", reason: "too_long" };
    await vi.waitFor(() => expect(lines.pending()[0]?.problem).toEqual(refusal));
    lines.add("good");
    await vi.waitFor(() => expect(unacknowledged(lines).map((line) => line.text)).toEqual(["bad"]));
  });

  it("shows an acknowledged line until the conversation holds it, in its place, and sends it no more", async () => {
    const send = vi.fn(async () => {});
    const lines = outbox(send);
    const first = lines.add("one", 1_000);
    await vi.waitFor(() => expect(lines.pending()[0]?.acknowledged).toBe(true));
    lines.add("two", 1_001);
    expect(lines.pending().map((line) => line.text)).toEqual(["one", "two"]);
    await vi.waitFor(() => expect(unacknowledged(lines)).toEqual([]));
    lines.flush();
    expect(send).toHaveBeenCalledTimes(2);
    lines.confirm([first.id]);
    expect(lines.pending().map((line) => line.text)).toEqual(["two"]);
  });

  it("forgets a line that came back in the conversation before its acknowledgement", () => {
    const lines = outbox(() => new Promise(() => {}));
    const line = lines.add("hello");
    lines.confirm([line.id]);
    expect(lines.pending()).toEqual([]);
  });

  it("keeps nothing of a conversation that is over, not even what is refused afterwards", async () => {
    const store = memoryStore();
    let refuse: (problem: Problem) => void = () => {};
    const lines = outbox(() => new Promise((_resolve, reject) => (refuse = reject)), store);
    lines.add("hello");
    lines.clear();
    refuse(new Problem({ code: "conflict", status: 409, reason: "session_ended" }));
    await new Promise((resolve) => setTimeout(resolve));
    expect(store.keys("")).toEqual([]);
  });

  it("does not show a line again when its acknowledgement comes after the line itself", async () => {
    let acknowledge: () => void = () => {};
    const lines = outbox(() => new Promise<void>((resolve) => (acknowledge = resolve)));
    const line = lines.add("hello");
    lines.confirm([line.id]);
    acknowledge();
    await Promise.resolve();
    await Promise.resolve();
    expect(lines.pending()).toEqual([]);
  });
});
