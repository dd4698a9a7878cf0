import { defineConfig } from "vitest/config";

/**
 * The pages of the browser client. The server reads `manifest.json` to find the hashed names and
 * serves the folder under `/assets/`; the widget has a configuration of its own because it must be one file.
 */
export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "assets",
    assetsDir: "",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    // Data URLs would need `data:` in the Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // "use client" marks concern server rendering, which there is none of.
      onLog: (level, log, report) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
      input: {
        desk: "client/desk/main.tsx",
        customer: "client/customer/main.tsx",
        office: "client/office/main.tsx",
        board: "client/board/main.tsx",
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["client/**/*.test.{ts,tsx}", "widget/**/*.test.ts"],
    restoreMocks: true,
  },
});
