import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LiveOptions, LiveState } from "../shared/live/transport.ts";
import { Connection } from "./connection.ts";

type Load = () => Promise<{ openLive: never }>;

/** A connection whose code cannot be fetched `failures` times. */
function connected(failures: number) {
  const states: LiveState[] = [];
  const opened: LiveOptions<unknown>[] = [];
  const openLive = (options: LiveOptions<unknown>) => {
    opened.push(options);
    return { emit: async () => {}, hint: () => {}, close: () => {} };
  };
  const load = vi.fn(async () => {
    if (load.mock.calls.length <= failures) throw new TypeError("Failed to fetch the module");
    return { openLive };
  });
  const connection = new Connection({
    token: "token",
    journey: () => null,
    onJourney: () => {},
    onConnected: () => {},
    onState: (state) => states.push(state),
    onTyping: () => {},
    load: load as unknown as Load,
  });
  return { connection, states, opened, load };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("says that it tries again when its code cannot be fetched, and does so", async () => {
  const { states, opened } = connected(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(states).toEqual(["reconnecting", "reconnecting"]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(opened).toHaveLength(1);
});

it("does not try again once it is closed", async () => {
  const { connection, load } = connected(9);
  await vi.advanceTimersByTimeAsync(10);
  connection.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(load).toHaveBeenCalledTimes(1);
});

it("takes a request that is gone for the end, like a token that is not valid", async () => {
  const { opened } = connected(0);
  await vi.advanceTimersByTimeAsync(10);
  expect(opened[0]?.finalCodes).toEqual(["invalid_token", "expired_token", "not_found"]);
});
