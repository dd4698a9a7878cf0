import type { CustomerPush, DeskPush } from "../../generated/messages.ts";

type PushTable<Push extends { type: string; data: unknown }> = {
  [Each in Push as Each["type"]]: Each["data"];
};

/** What the desk is pushed, by its name on the wire. */
export type DeskPushes = PushTable<DeskPush>;

/** What the customer's page is pushed, by its name on the wire. */
export type CustomerPushes = PushTable<CustomerPush>;
