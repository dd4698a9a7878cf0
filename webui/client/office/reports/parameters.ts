import type { Range } from "./days.ts";
import { GROUPS, type Group, type ReportKind } from "./kinds.ts";

/** A question, as the API has it; what is left out takes the server's default. */
export interface Parameters extends Range {
  by?: string;
  queues?: string[];
  portals?: string[];
  agents?: string[];
  text?: string;
  fields?: string[];
  sort?: string;
  descending?: boolean;
  zone?: string;
}

const ID = /^[0-9a-f-]{36}$/i;

function list(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? "").split(",").filter(Boolean);
}

/** What the session query asks besides. Newest first, unless the address says otherwise. */
function sessionPart(query: URLSearchParams): Partial<Parameters> {
  const text = query.get("text") ?? "";
  const fields = list(query, "fields");
  return {
    sort: query.get("sort") ?? "requested_at",
    descending: query.get("order") !== "up",
    ...(text ? { text } : {}),
    ...(fields.length > 0 ? { fields } : {}),
  };
}

function chosen(kind: ReportKind, query: URLSearchParams): Partial<Record<Group, string[]>> {
  const given = GROUPS[kind].map((group) => [group, list(query, group).filter((id) => ID.test(id))] as const);
  return Object.fromEntries(given.filter(([, ids]) => ids.length > 0));
}

/** The question in an address; a range that is not there is `usual`. Wrong values go to the server, which says so. */
export function fromAddress(kind: ReportKind, query: URLSearchParams, usual: Range): Parameters {
  const from = query.get("from");
  const to = query.get("to");
  const zone = query.get("zone");
  return {
    ...usual,
    ...(from ? { from, to: from } : {}),
    ...(to ? { to } : {}),
    ...(kind === "call_volume" ? { by: query.get("by") ?? "queue" } : {}),
    ...(kind === "sessions" ? sessionPart(query) : {}),
    ...chosen(kind, query),
    ...(zone ? { zone } : {}),
  };
}

/** The address that asks a question: the same for everybody who follows it. */
export function toAddress(kind: ReportKind, parameters: Parameters): string {
  const { from, to, by, text, fields, sort, descending, zone } = parameters;
  const parts: [string, string | undefined][] = [
    ["from", from],
    ["to", to],
    ["by", by],
    ...GROUPS[kind].map((group): [string, string | undefined] => [group, parameters[group]?.join(",")]),
    ["text", text],
    ["fields", text ? fields?.join(",") : undefined],
    ["sort", sort],
    ["order", kind === "sessions" ? (descending ? "down" : "up") : undefined],
    ["zone", zone],
  ];
  const query = parts.flatMap(([name, value]) =>
    value ? [`${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`] : [],
  );
  return `/reports/${kind}?${query.join("&")}`;
}
