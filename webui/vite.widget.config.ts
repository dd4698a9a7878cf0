import { defineConfig } from "vite";

/** The launcher that companies embed: one classic script under a name that never changes. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "assets",
    emptyOutDir: false,
    target: "es2020",
    lib: { entry: "widget/main.ts", formats: ["iife"], name: "guichetWidget", fileName: () => "widget.js" },
  },
});
