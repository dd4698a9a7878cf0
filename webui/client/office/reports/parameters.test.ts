import { expect, it } from "vitest";
import { fromAddress, toAddress } from "./parameters.ts";

const usual = { from: "2026-11-14", to: "2026-11-20" };
const queue = "01926f3e-0000-7000-8000-000000000001";
const other = "01926f3e-0000-7000-8000-000000000002";

function inAddress(address: string): URLSearchParams {
  return new URLSearchParams(address.split("?")[1]);
}

it("an address without a question asks the usual one", () => {
  expect(fromAddress("call_volume", new URLSearchParams(), usual)).toEqual({ ...usual, by: "queue" });
});

it("what is asked goes into the address and comes out of it again", () => {
  const question = { ...usual, by: "hour", queues: [queue, other] };
  const address = toAddress("call_volume", question);
  expect(address).toBe(`/reports/call_volume?from=2026-11-14&to=2026-11-20&by=hour&queues=${queue},${other}`);
  expect(fromAddress("call_volume", inAddress(address), { from: "x", to: "y" })).toEqual(question);
});

it("text of any kind survives the way through the address", () => {
  const question = {
    ...usual,
    text: "50 % & é, ?=#",
    fields: ["notes", "email"],
    sort: "wait",
    descending: false,
  };
  const address = toAddress("sessions", question);
  expect(fromAddress("sessions", inAddress(address), usual)).toEqual(question);
});

it("one day alone is asked by its beginning", () => {
  const query = new URLSearchParams("from=2026-11-01");
  expect(fromAddress("agent_activity", query, usual)).toEqual({ from: "2026-11-01", to: "2026-11-01" });
});

it("what cannot be an id is not asked for; a wrong day is, and the server says what is wrong", () => {
  const query = new URLSearchParams("from=soon&queues=nonsense");
  expect(fromAddress("sessions", query, usual)).toMatchObject({ from: "soon" });
  expect(fromAddress("sessions", query, usual)).not.toHaveProperty("queues");
});
