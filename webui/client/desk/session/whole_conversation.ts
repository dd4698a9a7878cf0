import type { ChatLineRow } from "../../generated/messages.ts";
import { ask } from "../../shared/api.ts";

/** The server gives this many lines at a time. */
const AT_ONCE = 500;

/** Every line of a session, however many there are. @throws Problem */
export async function wholeConversation(sessionId: string): Promise<ChatLineRow[]> {
  const all: ChatLineRow[] = [];
  for (;;) {
    const after = all.at(-1)?.number ?? 0;
    const path = `/sessions/${sessionId}/lines?after=${after}`;
    const { lines } = await ask<{ lines: ChatLineRow[] }>("GET", path);
    all.push(...lines);
    if (lines.length < AT_ONCE) return all;
  }
}
