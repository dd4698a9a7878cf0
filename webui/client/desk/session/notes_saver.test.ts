import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NotesSaver } from "./notes_saver.ts";

interface Put {
  notes: string;
  keepalive: boolean | undefined;
  answer(status?: number): Promise<void>;
}

let puts: Put[];

/** A server that answers each saving when the test says so. */
beforeEach(() => {
  puts = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (_path: string, options: RequestInit) => {
    const { notes } = JSON.parse(String(options.body)) as { notes: string };
    return new Promise<Response>((resolve) => {
      const answer = async (status = 204) => {
        const body = status < 300 ? null : JSON.stringify({ code: "database_busy" });
        resolve(new Response(body, { status }));
        await vi.advanceTimersByTimeAsync(1);
      };
      puts.push({ notes, keepalive: options.keepalive, answer });
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

it("saves one text at a time, the newest last", async () => {
  const saver = new NotesSaver("s1");
  saver.write("A");
  saver.saveNow();
  saver.write("AB");
  saver.saveNow();
  expect(puts.map((put) => put.notes)).toEqual(["A"]);
  await puts[0]?.answer();
  expect(puts.map((put) => put.notes)).toEqual(["A", "AB"]);
  await puts[1]?.answer();
  expect(localStorage.length).toBe(0);
});

it("does not take an older text, on its way back from the server, for news", async () => {
  const saver = new NotesSaver("s1");
  saver.current("O");
  for (const text of ["A", "AB"]) {
    saver.write(text);
    saver.saveNow();
    await puts.at(-1)?.answer();
  }
  expect(saver.current("O")).toBe("AB");
  expect(saver.current("A")).toBe("AB");
  expect(saver.current("AB")).toBe("AB");
  expect(saver.current("A")).toBe("A");
});

it("shows what somebody else wrote, but not over what is being written here", () => {
  const saver = new NotesSaver("s1");
  expect(saver.current("theirs")).toBe("theirs");
  saver.write("mine");
  expect(saver.current("theirs again")).toBe("mine");
});

it("tries again after a passing failure, and keeps the text until it is saved", async () => {
  const saver = new NotesSaver("s1");
  saver.write("A");
  saver.saveNow();
  await puts[0]?.answer(503);
  expect(localStorage.getItem("guichet.desk.notes.s1")).toBe("A");
  await vi.advanceTimersByTimeAsync(3_000);
  await puts[1]?.answer();
  expect(puts.map((put) => put.notes)).toEqual(["A", "A"]);
  expect(localStorage.length).toBe(0);
});

it("lets only the saving outlive the page that is done while leaving it", () => {
  const saver = new NotesSaver("s1");
  saver.write("A");
  saver.saveNow();
  saver.saveLeaving();
  expect(puts.map((put) => put.keepalive)).toEqual([false, true]);
});

it("takes all notes away when all was taken away", async () => {
  const saver = new NotesSaver("s1");
  saver.write("");
  await vi.advanceTimersByTimeAsync(800);
  expect(puts.map((put) => put.notes)).toEqual([""]);
});
