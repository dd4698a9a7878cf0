import { io, type Socket } from "socket.io-client";
import type { Board, BoardTick } from "../generated/messages.ts";
import { setServerTime } from "../shared/server_clock.ts";
import type { Address } from "./address.ts";
import { boardArrived, freshnessHeard, refused } from "./board_store.ts";
import { reloadWhenNew } from "./mending.ts";

/** First and longest pause between two attempts to connect, in ms. */
const RECONNECT_DELAY = 250;
const RECONNECT_DELAY_MAX = 2_000;
/** A refusal may be taken back (a new key, somebody signs in): asked again after this long, in ms. */
const ASK_AGAIN = 10_000;
/** A line on which nothing comes is a broken one: it is made anew after this long, in ms. */
const SILENCE = 15_000;
/** Codes that are told; everything else mends itself without a word. */
const REFUSALS = ["not_signed_in", "forbidden", "not_found", "invalid_input", "invalid_television_key"];

/**
 * Connects the wallboard and keeps it connected for ever.
 *
 * @param connect makes the socket; another one in tests
 */
export function openBoard(address: Address, connect: typeof io = io): void {
  const { wallboardId: wallboard_id, key } = address;
  const socket = connect("/wallboard", {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: RECONNECT_DELAY,
    reconnectionDelayMax: RECONNECT_DELAY_MAX,
    auth: key === null ? { wallboard_id } : { wallboard_id, key },
  });
  let connectedBefore = false;
  const heard = connectAnewAfterSilence(socket);
  const show = (board: Board) => {
    heard();
    setServerTime(board.at);
    boardArrived(board);
  };
  socket.on("snapshot", (board: Board) => {
    show(board);
    if (connectedBefore) void reloadWhenNew();
    connectedBefore = true;
  });
  socket.on("board", show);
  socket.on("tick", ({ at }: BoardTick) => {
    heard();
    setServerTime(at);
    freshnessHeard();
  });
  comeBack(socket);
}

/** @returns what is to be called for everything heard */
function connectAnewAfterSilence(socket: Socket): () => void {
  let heardAt = performance.now();
  const heard = () => {
    heardAt = performance.now();
  };
  socket.on("connect", heard);
  setInterval(() => {
    if (!socket.connected || performance.now() - heardAt < SILENCE) return;
    heard();
    socket.disconnect().connect();
  }, SILENCE / 3);
  return heard;
}

/** The library gives up after a refusal, and after the server has said goodbye; a television does not. */
function comeBack(socket: Socket): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (pause: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), pause);
  };
  socket.on("connect_error", ({ message }) => {
    const told = REFUSALS.includes(message);
    if (told) refused(message);
    if (!socket.active) again(told ? ASK_AGAIN : RECONNECT_DELAY_MAX);
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") again(RECONNECT_DELAY);
  });
}
