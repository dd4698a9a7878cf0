import type { io, Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serverNow } from "../shared/server_clock.ts";
import type { Address } from "./address.ts";
import { boardStore } from "./board_store.ts";
import { openBoard } from "./open_board.ts";
import { aBoard, MIDNIGHT } from "./testing/boards.ts";

type Handler = (...given: unknown[]) => void;

class LineWithoutServer {
  readonly handlers = new Map<string, Handler>();
  active = true;
  connected = false;
  readonly connect = vi.fn();
  readonly disconnect = vi.fn(() => this);

  on(name: string, handler: Handler): this {
    this.handlers.set(name, handler);
    return this;
  }

  hears(name: string, data: unknown): void {
    this.handlers.get(name)?.(data);
  }
}

const TELEVISION: Address = { wallboardId: "board-1", television: true, key: "secret", theme: null };

function opened(address: Address = TELEVISION) {
  const line = new LineWithoutServer();
  const connect = vi.fn(() => line as unknown as Socket);
  openBoard(address, connect as unknown as typeof io);
  return { line, connect };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "fetch",
    vi.fn(() => Promise.reject(new Error("no line"))),
  );
  boardStore.setState({ board: null, heardAt: null, refusal: null });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the wallboard's line", () => {
  it("carries the television's key beside the address, never in it", () => {
    const { connect } = opened();
    const [namespace, options] = connect.mock.calls[0] as unknown as [string, { auth: unknown }];
    expect(namespace).toBe("/wallboard");
    expect(options.auth).toEqual({ wallboard_id: "board-1", key: "secret" });
  });

  it("shows the newest board and keeps the server's time", () => {
    const { line } = opened();
    line.hears("snapshot", aBoard({ waiting: 1 }));
    line.hears("board", aBoard({ waiting: 2, at: MIDNIGHT + 5_000 }));
    expect(boardStore.getState().board?.waiting).toBe(2);
    expect(serverNow()).toBe(MIDNIGHT + 5_000);
    vi.advanceTimersByTime(900);
    const before = boardStore.getState().heardAt ?? 0;
    line.hears("tick", { at: MIDNIGHT + 6_000 });
    expect(boardStore.getState().heardAt).toBeGreaterThan(before);
  });

  it("says why it is refused and asks again all the same", () => {
    const { line } = opened();
    line.hears("snapshot", aBoard());
    line.active = false;
    line.hears("connect_error", { message: "invalid_television_key" });
    expect(boardStore.getState()).toEqual({ board: null, heardAt: null, refusal: "invalid_television_key" });
    vi.advanceTimersByTime(10_000);
    expect(line.connect).toHaveBeenCalledOnce();
    line.hears("snapshot", aBoard());
    expect(boardStore.getState().refusal).toBeNull();
  });

  it("keeps the last board while the line is lost, and comes back after a goodbye", () => {
    const { line } = opened();
    line.hears("snapshot", aBoard());
    line.hears("disconnect", "transport close");
    line.hears("connect_error", { message: "xhr poll error" });
    expect(boardStore.getState().board).not.toBeNull();
    expect(line.connect).not.toHaveBeenCalled();
    line.hears("disconnect", "io server disconnect");
    vi.advanceTimersByTime(250);
    expect(line.connect).toHaveBeenCalledOnce();
  });

  it("is made anew when nothing has come over it for long, not while it is fed", () => {
    const { line } = opened();
    line.connected = true;
    line.hears("connect", undefined);
    for (const second of [5, 10, 15, 20]) {
      vi.advanceTimersByTime(5_000);
      line.hears("tick", { at: MIDNIGHT + second * 1_000 });
    }
    expect(line.disconnect).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20_000);
    expect(line.disconnect).toHaveBeenCalledOnce();
    expect(line.connect).toHaveBeenCalledOnce();
  });

  it("looks for another version of the page when it comes back, not the first time", () => {
    const { line } = opened();
    line.hears("snapshot", aBoard());
    expect(fetch).not.toHaveBeenCalled();
    line.hears("snapshot", aBoard());
    expect(fetch).toHaveBeenCalledOnce();
  });
});
