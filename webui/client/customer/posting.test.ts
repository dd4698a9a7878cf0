import { afterEach, describe, expect, it, vi } from "vitest";
import { unreachable } from "../shared/problem.ts";
import { memoryStore } from "../shared/storage.ts";
import { type PostedRequest, Posting } from "./posting.ts";

const BODY: PostedRequest = { name: "Ana", question: "Why?", answers: {}, language: "en" };
const NAME = "guichet.posting.box";
const MINUTE = 60_000;

interface Sent {
  key: string | null;
  body: PostedRequest;
}

/** A server that answers with each of `answers` in turn: a status, or never. */
function server(...answers: (number | "never")[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (_path: string, options: RequestInit) => {
    const key = new Headers(options.headers).get("Idempotency-Key");
    sent.push({ key, body: JSON.parse(String(options.body)) as PostedRequest });
    const status = answers.shift() ?? 201;
    if (status === "never") return new Promise<Response>(() => {});
    const ok = { request_id: "r", token: "t", state: "posted" };
    const body = status < 300 ? ok : { code: "validation_failed", status };
    return new Response(JSON.stringify(body), { status });
  });
  return sent;
}

function posting(store = memoryStore(), onRetry = () => {}) {
  return new Posting({ portal: "box", store, name: NAME, onRetry, pauses: [1] });
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("posting a request", () => {
  it("sends once however often it is clicked @ROUT-19", async () => {
    const sent = server(201);
    const one = posting();
    const tokens = await Promise.all([one.send(BODY), one.send(BODY), one.send(BODY)]);
    expect(tokens).toEqual(["t", "t", "t"]);
    expect(sent).toHaveLength(1);
  });

  it("retries with the same key until somebody answers @ROUT-19", async () => {
    const sent = server(503, 500, 201);
    const retries = vi.fn();
    expect(await posting(memoryStore(), retries).send(BODY)).toBe("t");
    expect(new Set(sent.map((each) => each.key)).size).toBe(1);
    expect(retries).toHaveBeenCalledTimes(2);
  });

  it("takes up what was on its way when the page was closed, under the same key @ROUT-19", async () => {
    const store = memoryStore();
    const sent = server("never", 201);
    void posting(store).send(BODY);
    const second = posting(store);
    expect(second.unfinished()).toEqual({ body: BODY, fresh: true });
    await second.send(BODY);
    expect(sent[0]?.key).toBe(sent[1]?.key);
    expect(second.unfinished()).toBeNull();
  });

  it("does not send by itself what the customer has taken back to change it", async () => {
    const store = memoryStore();
    const sent = server(503, 201);
    const first = posting(store, () => first.giveUp(unreachable()));
    await expect(first.send(BODY)).rejects.toMatchObject({ code: "unreachable" });
    const second = posting(store);
    expect(second.unfinished()).toBeNull();
    await second.send(BODY);
    expect(sent[0]?.key).toBe(sent[1]?.key);
  });

  it("sends nothing by itself ten minutes later, and under the same key when the customer sends it", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const store = memoryStore();
    const sent = server("never", "never");
    void posting(store).send(BODY);
    const later = posting(store);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    expect(later.unfinished()).toEqual({ body: BODY, fresh: false });
    void later.send(BODY);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[0]?.key).toBe(sent[1]?.key);
    expect(later.unfinished()).toEqual({ body: BODY, fresh: true });
  });

  it.each([false, true])("keeps nothing of a request a day later, taken back: %s", async (stopped) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const store = memoryStore();
    server("never");
    const first = posting(store);
    void first.send(BODY);
    if (stopped) first.giveUp(unreachable());
    vi.setSystemTime(Date.now() + 24 * 60 * MINUTE);
    expect(posting(store).unfinished()).toBeNull();
    expect(store.get(NAME)).toBeNull();
  });

  it("uses another key for another content", async () => {
    const store = memoryStore();
    const sent = server(503, 201);
    const first = posting(store, () => first.giveUp(unreachable()));
    await expect(first.send(BODY)).rejects.toThrow();
    await posting(store).send({ ...BODY, question: "Why not?" });
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
  });

  it("does not repeat what the server refuses for good", async () => {
    const store = memoryStore();
    const sent = server(422);
    await expect(posting(store).send(BODY)).rejects.toMatchObject({ code: "validation_failed" });
    expect(sent).toHaveLength(1);
    expect(store.get(NAME)).toBeNull();
  });
});
