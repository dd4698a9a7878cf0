/** A refusal by the server (RFC 9457), or one the client makes itself when the server cannot be reached. */
export interface ProblemDetails {
  code: string;
  status: number;
  title?: string;
  field?: string;
  reason?: string;
  winner?: string;
  errors?: { field: string; reason: string }[];
  [name: string]: unknown;
}

/** Thrown by everything that asks the server something; `code` has its words in `words/<language>/problems.json`. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails) {
    super(details.code);
    this.name = "Problem";
    this.code = details.code;
    this.status = details.status;
    this.details = details;
  }

  /** True when asking the same again later may succeed. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Nobody answered: no connection, or no answer in time. */
export function unreachable(): Problem {
  return new Problem({ code: "unreachable", status: 0 });
}

/** Reads an answer's body as a problem; a proxy's error page becomes a problem by its status. */
export function problemFrom(status: number, body: unknown): Problem {
  if (typeof body === "object" && body !== null && "code" in body && typeof body.code === "string") {
    return new Problem({ ...(body as ProblemDetails), status });
  }
  return new Problem({ code: status >= 500 ? "server_error" : "unexpected_answer", status });
}

/** Any thrown value as a problem, so that a `catch` always has a code to show. */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem({ code: "unexpected_answer", status: 0 });
}
