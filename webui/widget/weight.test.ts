// @vitest-environment node
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, it } from "vitest";

/** What the launcher may cost a company's page, in bytes gzipped. */
const LIMIT = 12_000;

it("the launcher is one file below 12 kB gzipped @PORT-05", async () => {
  const configFile = fileURLToPath(new URL("../vite.widget.config.ts", import.meta.url));
  const built = await build({ configFile, logLevel: "silent", build: { write: false } });
  const output = [built].flat().flatMap((each) => ("output" in each ? each.output : []));
  expect(output.map((each) => each.fileName)).toEqual(["widget.js"]);
  const code = output[0] && "code" in output[0] ? output[0].code : "";
  expect(gzipSync(code).length).toBeLessThan(LIMIT);
}, 30_000);
