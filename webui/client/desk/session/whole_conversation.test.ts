import { afterEach, expect, it, vi } from "vitest";
import { aLine } from "../testing/rows.ts";
import { wholeConversation } from "./whole_conversation.ts";

afterEach(() => void vi.unstubAllGlobals());

it.each([0, 499, 500, 1_234])("a past conversation of %i lines is read to its end", async (count) => {
  vi.stubGlobal("fetch", async (path: string) => {
    const after = Number(new URL(path, "http://desk.example").searchParams.get("after"));
    const length = Math.min(500, count - after);
    return Response.json({ lines: Array.from({ length }, (_, index) => aLine(after + index + 1)) });
  });
  const lines = await wholeConversation("session-1");
  expect(lines.map((line) => line.number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});
