import { describe, expect, it } from "vitest";
import { completeUpTo, mergeLines, missingAfter } from "./conversation.ts";
import { dispatch } from "./dispatch.ts";
import { PushSequence } from "./sequence.ts";
import { upsert, without } from "./versions.ts";

const line = (number: number) => ({ id: `line-${number}`, number });

describe("the numbers of pushes", () => {
  it("are dropped before the first snapshot and used one after the other afterwards", () => {
    const sequence = new PushSequence();
    expect(sequence.push(1)).toBe("drop");
    sequence.snapshot(1);
    expect(sequence.push(2)).toBe("use");
    expect(sequence.push(2)).toBe("drop");
  });

  it("ask once for a snapshot after a gap and go on after it", () => {
    const sequence = new PushSequence();
    sequence.snapshot(0);
    expect(sequence.push(2)).toBe("resync");
    expect(sequence.push(3)).toBe("drop");
    sequence.snapshot(3);
    expect(sequence.push(4)).toBe("use");
  });
});

describe("rows", () => {
  it("are replaced by newer versions only", () => {
    const rows = upsert({}, { id: "a", version: 2 });
    expect(upsert(rows, { id: "a", version: 2 })).toBe(rows);
    expect(upsert(rows, { id: "a", version: 3 }).a?.version).toBe(3);
  });

  it("go away without disturbing the others", () => {
    const rows = { a: { id: "a", version: 1 } };
    expect(without(rows, "b")).toBe(rows);
    expect(without(rows, "a")).toEqual({});
  });
});

describe("a conversation", () => {
  it("has each number once, in order, whatever arrives", () => {
    const lines = mergeLines([line(1), line(3)], [line(3), line(2), line(1)]);
    expect(lines.map((each) => each.number)).toEqual([1, 2, 3]);
  });

  it("knows after which number lines are missing", () => {
    expect(missingAfter([line(1), line(2)])).toBeNull();
    expect(missingAfter([line(1), line(3)])).toBe(1);
    expect(missingAfter([line(2)])).toBe(0);
    expect(missingAfter([line(1)], 4)).toBe(1);
    expect(completeUpTo([line(1), line(2), line(5)])).toBe(2);
  });
});

describe("dispatch", () => {
  it("leaves pushes of an unknown type alone", () => {
    const seen: number[] = [];
    const handlers = { known: (value: number) => void seen.push(value) };
    dispatch<{ known: number }>(handlers, "known", 1);
    dispatch<{ known: number }>(handlers, "newer", 2);
    dispatch<{ known: number }>(handlers, "toString", 3);
    expect(seen).toEqual([1]);
  });
});
