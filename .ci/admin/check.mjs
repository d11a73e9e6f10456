// Bundles Decap's own check of its configuration into one script for a browser, which defines `decap.validateConfig`:
// `node .ci/admin/check.mjs FILE`. The program itself does not check (see unchecked.js); its test does.
import { build } from "esbuild";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

await build({
  absWorkingDir: dirname(fileURLToPath(import.meta.url)),
  entryPoints: ["check.js"],
  bundle: true,
  outfile: process.argv[2],
  format: "iife",
  globalName: "decap",
  target: "es2022",
  loader: { ".wasm": "empty" },
  define: { "process.env.NODE_ENV": '"production"', global: "window" },
  logLevel: "error",
});
