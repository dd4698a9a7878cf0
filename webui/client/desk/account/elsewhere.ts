import type { Me } from "./account.ts";
import { hasDesk, mayUnderstand } from "./roles.ts";

/** Pages that lead here to sign in; nothing else is followed, least of all another site's address. */
const OURS = /^\/(reports|exports|service-levels|mail|wallboards)([/?]|$)/;

/**
 * Where somebody who is signed in goes instead of the desk; null for the desk itself.
 *
 * @param query of the page's address: `next` is where they wanted to go
 */
export function elsewhereFor(me: Pick<Me, "role">, query: string): string | null {
  const next = new URLSearchParams(query).get("next") ?? "";
  if (mayUnderstand(me) && OURS.test(next)) return next;
  return hasDesk(me) ? null : "/reports";
}
