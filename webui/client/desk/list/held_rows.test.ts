import { expect, it } from "vitest";
import { merged } from "./held_rows.ts";

const row = (id: string, version = 1) => ({ id, version });

it("rows keep their places under the pointer: what goes stays, what changes is renewed, what comes is last", () => {
  const shown = [row("a"), row("b"), row("c")];
  const rows = [row("new"), row("c", 2), row("a")];
  expect(merged(shown, rows)).toEqual([row("a"), row("b"), row("c", 2), row("new")]);
});
