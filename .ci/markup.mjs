// Checks the markup of built sites with html-validate: node .ci/markup.mjs FOLDER or PAGE...
// Every page of every folder in one process; prints each fault as file:line:column and ends with 1 if there is any.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = {
  // The name of the page comes first in its title, so what a search engine cuts off is the name of the site. How long
  // the names of organizations are is for their founders to say, and a record may hold 500 characters.
  "long-title": "off",
  // Our own files come from our own host: a hash in the page would guard against nothing. Whatever else comes from
  // elsewhere would need one (and another test forbids it altogether).
  "require-sri": ["error", { target: "crossorigin" }],
  // The living standard forbids only blanks in an id. Anchors of the act are the printed numbers of its clauses
  // (decree/#1.6.5-a), which people write into letters.
  "valid-id": ["error", { relaxed: true }],
};

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended", "html-validate:a11y", "html-validate:document"],
    rules,
  }),
);

const pagesOf = (path) => {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true }).sort().map((name) => join(path, name));
};

let pages = 0;
let faults = 0;
for (const path of process.argv.slice(2)) {
  for (const file of pagesOf(path)) {
    if (!file.endsWith(".html")) continue;
    const report = await validator.validateString(readFileSync(file, "utf8"), file);
    pages += 1;
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message, selector } of messages) {
        faults += 1;
        console.log(`${file}:${line}:${column}: ${message} (${ruleId}; ${selector})`);
      }
    }
  }
}
console.error(`pages: ${pages}, faults: ${faults}`);
// A run over nothing must not pass for a clean one.
process.exitCode = faults > 0 || pages === 0 ? 1 : 0;
