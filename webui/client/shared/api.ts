import { Problem, problemFrom, unreachable } from "./problem.ts";

/** How long an answer may take before the caller is told that nobody answered, in ms. */
const ANSWER_TIMEOUT = 15_000;

export interface ApiOptions {
  body?: unknown;
  /** The customer's bearer token; agents use the cookie. */
  token?: string;
  idempotencyKey?: string;
  /** Let the request outlive the page, for what is saved while leaving. */
  keepalive?: boolean;
}

let csrfToken = "";

/** Remembers the value of `GET /me`, sent with every later unsafe request. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

function headersFor(method: string, options: ApiOptions): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  if (method !== "GET" && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  return headers;
}

async function fetchAnswer(method: string, path: string, options: ApiOptions): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers: headersFor(method, options),
      credentials: options.token ? "omit" : "same-origin",
      keepalive: options.keepalive ?? false,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  } catch {
    throw unreachable();
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    if (response.ok) throw new Problem({ code: "unexpected_answer", status: response.status });
    return undefined;
  }
}

/**
 * Asks the REST API.
 *
 * @param path below `/api/v1`, starting with a slash
 * @returns the decoded JSON body, `undefined` for 204
 * @throws Problem for every refusal, and with code `unreachable` when nobody answers
 */
export async function ask<T>(method: string, path: string, options: ApiOptions = {}): Promise<T> {
  const response = await fetchAnswer(method, path, options);
  const body = await readBody(response);
  if (!response.ok) throw problemFrom(response.status, body);
  return body as T;
}
