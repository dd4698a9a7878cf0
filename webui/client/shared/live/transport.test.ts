import type { Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type LiveState, openLive } from "./transport.ts";

type Listener = (...data: unknown[]) => void;

/** A socket of which the test says what happens to it. */
class HandSocket {
  active = false;
  connects = 0;
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  happens(event: string, ...data: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...data);
  }

  connect(): void {
    this.connects += 1;
  }

  close(): void {
    this.happens("disconnect", "io client disconnect");
  }
}

function opened() {
  const socket = new HandSocket();
  const states: [LiveState, string | undefined][] = [];
  const live = openLive(
    {
      namespace: "/customer",
      finalCodes: ["not_found"],
      onSnapshot: () => {},
      onPush: () => {},
      onState: (state, code) => states.push([state, code]),
    },
    () => socket as unknown as Socket,
  );
  return { socket, states, live };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("comes back after the server has closed the connection", () => {
  const { socket, states } = opened();
  socket.happens("disconnect", "io server disconnect");
  expect(states.at(-1)?.[0]).toBe("reconnecting");
  vi.advanceTimersByTime(2_000);
  expect(socket.connects).toBe(1);
});

it("does not come back to life once it is closed, though it was about to try again", () => {
  const { socket, states, live } = opened();
  socket.happens("connect_error", new Error("database_busy"));
  const before = states.length;
  live.close();
  socket.happens("connect_error", new Error("database_busy"));
  vi.advanceTimersByTime(10_000);
  expect(socket.connects).toBe(0);
  expect(states).toHaveLength(before);
});

it("is refused for good by a code that says so, and never tries again", () => {
  const { socket, states } = opened();
  socket.happens("connect_error", new Error("database_busy"));
  socket.happens("connect_error", new Error("not_found"));
  vi.advanceTimersByTime(10_000);
  expect(states.at(-1)).toEqual(["refused", "not_found"]);
  expect(socket.connects).toBe(0);
});
