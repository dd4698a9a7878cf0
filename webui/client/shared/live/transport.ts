import { io, type Socket } from "socket.io-client";
import { Problem, type ProblemDetails, unreachable } from "../problem.ts";
import { PushSequence } from "./sequence.ts";

/** `refused` is for good (signed out, token not valid); everything else mends itself. */
export type LiveState = "connecting" | "connected" | "reconnecting" | "refused";

export interface LiveOptions<Snapshot> {
  namespace: "/desk" | "/customer";
  /** Asked at each connection. */
  auth?: () => Record<string, unknown>;
  onSnapshot(data: Snapshot): void;
  onPush(type: string, data: unknown): void;
  /** `code` is the problem's when refused. */
  onState(state: LiveState, code?: string): void;
  /** Codes with which the server refuses a connection for good. */
  finalCodes: readonly string[];
}

export interface Live {
  /** Sends an event; resolves to the acknowledgement's data, rejects with a Problem. */
  emit<T>(event: string, data?: unknown): Promise<T>;
  /** Sends without waiting, and only when connected: for what is worthless later, such as 'typing'. */
  hint(event: string, data?: unknown): void;
  close(): void;
}

/** How long an acknowledgement may take, in ms; the line is sent again afterwards. */
const ACK_TIMEOUT = 8_000;
/** First and longest pause between two attempts to connect, in ms. */
const RECONNECT_DELAY = 250;
const RECONNECT_DELAY_MAX = 2_000;
/** Pause before a snapshot that did not come is asked for again, in ms. */
const RESYNC_PAUSE = 1_000;

interface Ack<T> {
  ok: boolean;
  data?: T;
  problem?: ProblemDetails;
}

/**
 * Connects and stays connected until closed: raw snapshots and pushes out, numbering and resync handled here.
 *
 * @param connect makes the socket; another one in tests
 */
export function openLive<Snapshot>(options: LiveOptions<Snapshot>, connect: typeof io = io): Live {
  const socket = connect(options.namespace, {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: RECONNECT_DELAY,
    reconnectionDelayMax: RECONNECT_DELAY_MAX,
    auth: (give) => give(options.auth?.() ?? {}),
  });
  const incoming = receive(socket, options);
  const stopTrying = watchConnection(socket, options);
  return {
    // The server hears a browser only once its snapshot is on the way.
    emit: (event, data) =>
      incoming.begun() ? emitAcknowledged(socket, event, data) : Promise.reject(unreachable()),
    hint: (event, data) => void (incoming.begun() && socket.volatile.emit(event, ...argumentsOf(data))),
    close: () => {
      stopTrying();
      socket.close();
    },
  };
}

function receive<Snapshot>(socket: Socket, options: LiveOptions<Snapshot>): { begun: () => boolean } {
  const sequence = new PushSequence();
  let begun = false;
  socket.on("disconnect", () => {
    begun = false;
    sequence.reset();
  });
  socket.on("snapshot", (message: { number: number; data: Snapshot }) => {
    begun = true;
    sequence.snapshot(message.number);
    options.onState("connected");
    options.onSnapshot(message.data);
  });
  socket.on("push", (message: { number: number; type: string; data: unknown }) => {
    const verdict = sequence.push(message.number);
    if (verdict === "use") options.onPush(message.type, message.data);
    if (verdict === "resync") void resync(socket, sequence);
  });
  return { begun: () => begun };
}

/** Asks for a new snapshot, again and again until it is here: without it no push can be used. */
async function resync(socket: Socket, sequence: PushSequence): Promise<void> {
  while (socket.connected && sequence.awaiting) {
    try {
      await emitAcknowledged(socket, "resync", undefined);
    } catch {
      // Asked again below.
    }
    await new Promise((resolve) => setTimeout(resolve, RESYNC_PAUSE));
  }
}

/** @returns stops trying for ever: what was closed never comes back to life */
function watchConnection<Snapshot>(socket: Socket, options: LiveOptions<Snapshot>): () => void {
  const retry = retrying(socket);
  options.onState("connecting");
  socket.on("disconnect", (reason) => {
    if (retry.stopped() || reason === "io client disconnect") return;
    options.onState("reconnecting");
    // The library does not come back by itself after the server has closed the connection.
    if (reason === "io server disconnect") retry.later();
  });
  socket.on("connect_error", (error) => {
    if (retry.stopped()) return;
    if (options.finalCodes.includes(error.message)) {
      retry.stop();
      socket.close();
      options.onState("refused", error.message);
      return;
    }
    options.onState("reconnecting");
    if (!socket.active) retry.later();
  });
  return retry.stop;
}

interface Retrying {
  later(): void;
  stop(): void;
  stopped(): boolean;
}

function retrying(socket: Socket): Retrying {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  return {
    later: () => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.connect(), RECONNECT_DELAY_MAX * (0.5 + Math.random() / 2));
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    stopped: () => stopped,
  };
}

async function emitAcknowledged<T>(socket: Socket, event: string, data: unknown): Promise<T> {
  let ack: Ack<T>;
  try {
    ack = await socket.timeout(ACK_TIMEOUT).emitWithAck(event, ...argumentsOf(data));
  } catch {
    throw unreachable();
  }
  if (!ack.ok) throw new Problem(ack.problem ?? { code: "unexpected_answer", status: 500 });
  return ack.data as T;
}

function argumentsOf(data: unknown): unknown[] {
  return data === undefined ? [] : [data];
}
