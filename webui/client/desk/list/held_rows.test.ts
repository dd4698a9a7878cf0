import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { merged, useHeldRows } from "./held_rows.ts";

const row = (id: string, version = 1) => ({ id, version });

afterEach(cleanup);

it("rows keep their places under the pointer: what goes stays, what changes is renewed, what comes is last", () => {
  const shown = [row("a"), row("b"), row("c")];
  const rows = [row("new"), row("c", 2), row("a")];
  expect(merged(shown, rows)).toEqual([row("a"), row("b"), row("c", 2), row("new")]);
});

it("rows that are all gone are not held, so none of them comes back with the next one", () => {
  const { result, rerender } = renderHook(({ rows }) => useHeldRows(rows), {
    initialProps: { rows: [row("a"), row("b")] },
  });
  act(() => result.current.hold.onPointerEnter());
  rerender({ rows: [row("b")] });
  expect(result.current.rows.map(({ row: { id }, gone }) => [id, gone])).toEqual([
    ["a", true],
    ["b", false],
  ]);
  rerender({ rows: [] });
  expect(result.current.rows).toEqual([]);
  rerender({ rows: [row("c")] });
  expect(result.current.rows.map(({ row: { id } }) => id)).toEqual(["c"]);
});
