/** The part of a portal's public state that a launcher shows. */
export interface Portal {
  name: string;
  type: string;
  language: string;
  state: "open" | "busy" | "closed";
  /** ms, null when nobody can say. */
  expectedWait: number | null;
}

interface PortalAnswer {
  name: string;
  type: string;
  language: string;
  state: Portal["state"];
  expected_wait: number | null;
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
  const { name, type, language, state, expected_wait } = (await answer.json()) as PortalAnswer;
  return { name, type, language, state, expectedWait: expected_wait };
}
