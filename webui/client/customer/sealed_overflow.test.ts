import { describe, expect, it, vi } from "vitest";
import { readFromCard, wrap } from "../../widget/bridge.ts";
import { memoryStore } from "../shared/storage.ts";
import { openSeal, type Seal } from "./seal.ts";
import { SealedOverflow } from "./sealed_overflow.ts";

/** A launcher's side: keeps what it is told to, as it arrives over the bridge. */
function launcher() {
  const entries = new Map<string, string>();
  const keep = (name: string, sealed: string | null) => {
    const message = readFromCard(wrap({ type: "keep", name, sealed }));
    if (message?.type !== "keep") throw new Error("the bridge does not take this");
    if (message.sealed === null) entries.delete(name);
    else entries.set(name, message.sealed);
  };
  return { entries, keep };
}

async function seal(store = memoryStore()): Promise<Seal> {
  const opened = await openSeal(store);
  if (opened === null) throw new Error("no cryptography");
  return opened;
}

describe("what does not fit into cookies", () => {
  it("is kept by the launcher, and comes back after the company's page was loaded again", async () => {
    const cookies = memoryStore();
    const { entries, keep } = launcher();
    const before = new SealedOverflow({ keep }, await seal(cookies));
    before.keep("guichet.line.r.1", "one");
    before.keep("guichet.line.r.2", "two é 漢");
    await vi.waitFor(() => expect(entries.size).toBe(2));
    const after = new SealedOverflow({ keep }, await seal(cookies));
    const back = await after.takeUp(Object.fromEntries(entries));
    expect(Object.fromEntries(back)).toEqual({ "guichet.line.r.1": "one", "guichet.line.r.2": "two é 漢" });
    after.keep("guichet.line.r.1", null);
    expect(entries.size).toBe(1);
  });

  it("can be read by nobody but this page", async () => {
    const { entries, keep } = launcher();
    new SealedOverflow({ keep }, await seal()).keep("guichet.line.request.1", "my secret");
    await vi.waitFor(() => expect(entries.size).toBe(1));
    const seen = JSON.stringify([...entries]);
    expect(seen).not.toContain("secret");
    expect(seen).not.toContain("request");
    const stranger = new SealedOverflow({ keep }, await seal());
    expect(await stranger.takeUp(Object.fromEntries(entries))).toEqual(new Map());
    expect(entries.size).toBe(0);
  });

  it("is not kept when it was forgotten before it was sealed", async () => {
    const { entries, keep } = launcher();
    const overflow = new SealedOverflow({ keep }, await seal());
    overflow.keep("a", "1");
    overflow.keep("a", null);
    overflow.keep("b", "2");
    await vi.waitFor(() => expect(entries.size).toBe(1));
  });

  it("survives the longest line in any script", async () => {
    const { entries, keep } = launcher();
    new SealedOverflow({ keep }, await seal()).keep("a", "漢".repeat(4_000));
    await vi.waitFor(() => expect(entries.size).toBe(1));
  });
});
