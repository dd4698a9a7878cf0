import { afterEach, expect, it, vi } from "vitest";
import { reloadSoon } from "./mending.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("loads the page anew only when the server answers, and tries until it does", async () => {
  vi.useFakeTimers();
  const reload = vi.fn();
  const fetch = vi
    .fn()
    .mockRejectedValueOnce(new Error("no line"))
    .mockResolvedValueOnce(new Response("", { status: 502 }))
    .mockResolvedValue(new Response(""));
  vi.stubGlobal("fetch", fetch);
  vi.stubGlobal("window", { location: { pathname: "/tv/board-1", reload } });

  reloadSoon();
  reloadSoon();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(fetch).toHaveBeenCalledTimes(2);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reload).toHaveBeenCalledOnce();
});
