/**
 * What the launcher in a company's page and the customer page in its iframe tell each other.
 *
 * Both check the other's window and origin, send to one named origin only, and take nothing that does not have
 * exactly the expected shape. Nothing readable crosses: the customer's token stays in the iframe, and what the card
 * asks the launcher to keep is sealed with a key that never leaves the iframe.
 */

/** Marks our messages among all others that fly through a window, with the version of this protocol. */
const MARK = "guichet-1";

/** What the launcher shows while the card is put aside. */
export interface CardStatus {
  /** A request of the customer is open: the card comes back after the company page is loaded again. */
  open: boolean;
  /** Lines of the agent that the customer has not seen. */
  unread: number;
  /** Where things stand, in the customer's language, such as "You are 2nd"; empty before a request. */
  label: string;
  language: string;
}

/** Something sealed to be kept over a reload under a name that says nothing; null forgets it. */
export interface Keep {
  name: string;
  sealed: string | null;
}

export type FromCard =
  | { type: "ready" }
  | { type: "minimise" }
  | ({ type: "status" } & CardStatus)
  | ({ type: "keep" } & Keep);

export type FromLauncher =
  | { type: "shown" }
  | { type: "hidden" }
  | { type: "kept"; entries: Readonly<Record<string, string>> };

/** The longest label a launcher has room for; what is longer is cut. */
const LABEL_LIMIT = 80;

/** Names are random numbers in hexadecimal. */
const OPAQUE_NAME = /^[0-9a-f]{8,32}$/;
/** The longest sealed thing a launcher takes, in characters: a line of 4,000 letters of any script, sealed. */
const SEALED_LIMIT = 40_000;

/** A message as it travels. */
export function wrap<Message extends FromCard | FromLauncher>(message: Message): Message & { mark: string } {
  return { ...message, mark: MARK };
}

/** A message of the card, or null when it is not one. */
export function readFromCard(data: unknown): FromCard | null {
  if (!isMarked(data)) return null;
  if (data.type === "ready" || data.type === "minimise") return { type: data.type };
  if (data.type === "keep") return readKeep(data);
  return data.type === "status" ? readStatus(data) : null;
}

/** A message of the launcher, or null when it is not one. */
export function readFromLauncher(data: unknown): FromLauncher | null {
  if (!isMarked(data)) return null;
  if (data.type === "shown" || data.type === "hidden") return { type: data.type };
  return data.type === "kept" ? readKept(data) : null;
}

function isMarked(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && (data as Record<string, unknown>).mark === MARK;
}

function readKeep({ name, sealed }: Record<string, unknown>): FromCard | null {
  if (typeof name !== "string" || !OPAQUE_NAME.test(name)) return null;
  if (sealed !== null && (typeof sealed !== "string" || sealed.length > SEALED_LIMIT)) return null;
  return { type: "keep", name, sealed };
}

function readKept({ entries }: Record<string, unknown>): FromLauncher | null {
  if (typeof entries !== "object" || entries === null) return null;
  const texts = Object.entries(entries).filter((entry) => typeof entry[1] === "string");
  return { type: "kept", entries: Object.fromEntries(texts) };
}

function readStatus(data: Record<string, unknown>): FromCard | null {
  const { open, unread, label, language } = data;
  if (typeof open !== "boolean" || typeof label !== "string" || typeof language !== "string") return null;
  if (typeof unread !== "number" || !Number.isSafeInteger(unread) || unread < 0) return null;
  return { type: "status", open, unread, label: label.slice(0, LABEL_LIMIT), language };
}
