/** The part of a portal's public state that a launcher shows. */
export interface Portal {
  name: string;
  type: string;
  language: string;
  state: "open" | "busy" | "closed";
  /** ms, null when nobody can say. */
  expectedWait: number | null;
  agentsOnLine: boolean;
}

interface PortalAnswer {
  name: string;
  type: string;
  language: string;
  state: Portal["state"];
  expected_wait: number | null;
  agents_on_line: boolean;
}

/**
 * Asks Guichet how a portal stands. No cookie travels.
 *
 * @throws Error when the portal is unknown or Guichet cannot be reached
 */
export async function fetchPortal(origin: string, key: string): Promise<Portal> {
  const answer = await fetch(`${origin}/api/v1/portals/${encodeURIComponent(key)}`, {
    credentials: "omit",
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`guichet: portal "${key}" answered ${answer.status}`);
  const { expected_wait, agents_on_line, ...portal } = (await answer.json()) as PortalAnswer;
  return { ...portal, expectedWait: expected_wait, agentsOnLine: agents_on_line };
}
