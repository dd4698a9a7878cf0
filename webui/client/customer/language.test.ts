import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { speakAtLast } from "./language.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("words that cannot be fetched are fetched again until they are there", async () => {
  const failures = vi.fn();
  const say = vi.fn(async () => {
    if (say.mock.calls.length < 3) throw new TypeError("Failed to fetch the module");
  });
  const speaking = speakAtLast("en", failures, say);
  await vi.advanceTimersByTimeAsync(4_000);
  await speaking;
  expect(say).toHaveBeenCalledTimes(3);
  expect(failures).toHaveBeenCalledTimes(2);
});
