import { expect, it } from "vitest";
import { newId } from "./identifiers.ts";

it("ids are version 7 and sort in the order they were made, even when the clock goes back", () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => newId(index === 2_000 ? 1 : 1_700_000_000_000));
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
