import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Live } from "../../shared/live/transport.ts";
import { Problem } from "../../shared/problem.ts";
import { aLine, aSession, aSnapshot } from "../testing/rows.ts";
import { closeConversations, reportMarks } from "./conversations.ts";
import { withSnapshot } from "./desk_state.ts";
import { deskStore, resetDesk } from "./desk_store.ts";
import { setLink } from "./link.ts";

let told: unknown[];
let refusals: Problem[];

/** A connection over which `refusals` come first. */
const live: Live = {
  emit: async <T>(_event: string, data?: unknown) => {
    told.push(data);
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    return undefined as T;
  },
  hint: () => {},
  close: () => {},
};

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  setLink(live);
  const snapshot = aSnapshot({ sessions: [aSession({ last_line: 1 })], lines: [aLine(1)] });
  deskStore.setState((desk) => ({ link: "connected", server: withSnapshot(desk.server, snapshot) }));
});

afterEach(() => {
  setLink(undefined);
  closeConversations();
  resetDesk();
  vi.useRealTimers();
});

const MARKS = { session_id: "session-1", delivered: 1, read: 0 };

it("marks that the server could not keep are told again, once they are kept no more", async () => {
  refusals = [new Problem({ code: "database_busy", status: 503 })];
  reportMarks();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual([MARKS, MARKS]);
  reportMarks();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toHaveLength(2);
});

it("marks that are refused for good are not told for ever", async () => {
  refusals = [new Problem({ code: "conflict", status: 409 })];
  reportMarks();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([MARKS]);
});
