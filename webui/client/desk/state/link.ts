import type { Live } from "../../shared/live/transport.ts";
import { unreachable } from "../../shared/problem.ts";

let live: Live | undefined;

/** The connection that the rest of the desk speaks through; undefined when there is none. */
export function setLink(connection: Live | undefined): void {
  live?.close();
  live = connection;
}

/** Asks the server over the live connection; rejects with a Problem. */
export function emitDesk<T>(event: string, data?: unknown): Promise<T> {
  return live ? live.emit<T>(event, data) : Promise.reject(unreachable());
}

/** Tells the server something that is worthless later. */
export function hintDesk(event: string, data?: unknown): void {
  live?.hint(event, data);
}
