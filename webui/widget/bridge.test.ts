import { describe, expect, it } from "vitest";
import { readFromCard, readFromLauncher, wrap } from "./bridge.ts";

const status = { type: "status", open: true, unread: 2, label: "You are 2nd", language: "en" } as const;

describe("what launcher and card tell each other", () => {
  it("arrives as it was sent", () => {
    expect(readFromCard(wrap({ type: "ready" }))).toEqual({ type: "ready" });
    expect(readFromCard(wrap(status))).toEqual(status);
    expect(readFromLauncher(wrap({ type: "hidden" }))).toEqual({ type: "hidden" });
  });

  it("is nothing without the mark, or with another version's", () => {
    for (const data of [null, "ready", 7, { type: "ready" }, { type: "ready", mark: "guichet-2" }]) {
      expect(readFromCard(data)).toBeNull();
      expect(readFromLauncher(data)).toBeNull();
    }
  });

  it("is nothing when a field is missing or of another type", () => {
    for (const wrong of [
      { open: "yes" },
      { unread: -1 },
      { unread: 1.5 },
      { unread: "2" },
      { label: null },
    ]) {
      expect(readFromCard({ ...wrap(status), ...wrong })).toBeNull();
    }
    expect(readFromLauncher({ ...wrap({ type: "shown" }), type: "navigate" })).toBeNull();
  });

  it("carries nothing beside what is declared, and no label longer than a launcher", () => {
    const read = readFromCard({ ...wrap(status), label: "x".repeat(500), token: "secret" });
    expect(read).toEqual({ ...status, label: "x".repeat(80) });
  });
});
