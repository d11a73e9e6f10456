// Bundles Decap CMS for the page /admin/ and the local server of `make admin`: .ci/admin -> build/admin. Run as
// `make admin-program`. Megabytes that are not kept in Git; `make wheel` puts them into the wheel.
import { build } from "esbuild";
import { readFileSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, ".ci", "admin");
const target = process.argv[2] ?? join(root, "build", "admin");
const banner = "/* Made by `make admin-program` from npm packages; their licences are in reestr-admin-licences.txt. */";

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"' },
};

const browser = await build({
  ...common,
  entryPoints: [join(sources, "program.js")],
  banner: { js: banner },
  format: "iife",
  target: "es2022",
  // Decap makes pictures smaller with it; records have none.
  loader: { ".wasm": "empty" },
  define: { ...common.define, global: "window" },
  alias: {
    // See unchecked.js.
    ajv: join(sources, "unchecked.js"),
    "ajv-errors": join(sources, "nothing.js"),
    "ajv-keywords/dist/keywords": join(sources, "nothing.js"),
  },
});

const local = await build({
  ...common,
  entryPoints: [join(sources, "local.js")],
  banner: { js: banner },
  format: "cjs",
  platform: "node",
  target: "node20",
});

// The packages a bundle is made of, by the inputs esbuild met on its way.
function packagesOf(metafile) {
  const folders = Object.keys(metafile.inputs).map((path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return folders.filter(Boolean);
}

function licence(folder) {
  const place = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(place, file), "utf8").replaceAll("\r\n", "\n").trim() : `License: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
}

const folders = [...new Set([...packagesOf(browser.metafile), ...packagesOf(local.metafile)])].sort();
await mkdir(target, { recursive: true });
await writeFile(join(target, "reestr-admin.js"), browser.outputFiles[0].contents);
await writeFile(join(target, "reestr-admin-local.cjs"), local.outputFiles[0].contents);
await writeFile(
  join(target, "reestr-admin-licences.txt"),
  [...new Set(folders.map(licence))].join(`\n${"-".repeat(72)}\n\n`),
);
console.log(`${relative(process.cwd(), target)}: reestr-admin.js ${browser.outputFiles[0].contents.length} B`);
