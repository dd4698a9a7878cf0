import type { Me } from "./account.ts";

/** Supervisors and above see reports, exports, mail and wallboards. */
export function mayUnderstand(me: Pick<Me, "role">): boolean {
  return me.role !== "agent";
}

/** Managers serve nobody: they have no desk. */
export function hasDesk(me: Pick<Me, "role">): boolean {
  return me.role !== "manager";
}
