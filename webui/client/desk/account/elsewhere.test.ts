import { expect, it } from "vitest";
import pages from "../../office/navigation/pages.ts?raw";
import { elsewhereFor } from "./elsewhere.ts";

function next(address: string): string {
  return `?next=${encodeURIComponent(address)}`;
}

it("who wanted a report comes to it after signing in, who wanted nothing to the desk", () => {
  const address = "/reports/call_volume?from=2026-11-01&by=hour";
  expect(elsewhereFor({ role: "supervisor" }, next(address))).toBe(address);
  expect(elsewhereFor({ role: "supervisor" }, "")).toBeNull();
});

it("managers have no desk and begin with the reports", () => {
  expect(elsewhereFor({ role: "manager" }, "")).toBe("/reports");
  expect(elsewhereFor({ role: "manager" }, next("/mail"))).toBe("/mail");
});

it("agents stay at their desk", () => {
  expect(elsewhereFor({ role: "agent" }, next("/reports"))).toBeNull();
});

it.each([
  "//evil.example",
  "https://evil.example",
  "/reports.evil.example",
  "javascript:alert(1)",
  "/\\evil",
])("%s is not followed", (address) => {
  expect(elsewhereFor({ role: "supervisor" }, next(address))).toBeNull();
});

it("every page of the office is led back to", () => {
  const addresses = [...pages.matchAll(/"(\/[a-z-]+)"/g)].map(([, address]) => address ?? "");
  expect(addresses.length).toBeGreaterThan(4);
  for (const address of addresses) expect(elsewhereFor({ role: "supervisor" }, next(address))).toBe(address);
});
