// Brings what the theme has from npm packages: each file of .ci/vendor becomes one minified module in js/vendor of the
// theme, the font's files go as they are to its fonts. The same bytes for the same package-lock.json. Run as
// `make vendor`; `--check` writes nothing and exits 1 when a committed file differs from what the locked packages give.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, ".ci", "vendor");
const theme = join(root, "generator", "reestr", "publishing", "site", "theme");
const FONT = "@fontsource-variable/golos-text";
const SUBSETS = ["cyrillic", "cyrillic-ext", "latin", "latin-ext"];
const checking = process.argv.includes("--check");

// The packages a bundle is made of, by the inputs esbuild met on its way.
function packagesOf(metafile) {
  const found = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

function licence(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  // Git keeps line ends of one kind.
  const text = file ? readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim() : `License: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
}

const made = new Map();
const packages = new Set();
for (const name of readdirSync(sources).filter((entry) => entry.endsWith(".js")).sort()) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(".ci", "vendor", name)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: "// Made by `make vendor` from npm packages; their licences are in licences.txt." },
  });
  made.set(`js/vendor/${name}`, Buffer.from(result.outputFiles[0].text));
  packagesOf(result.metafile).forEach((found) => packages.add(found));
}
made.set("js/vendor/licences.txt", Buffer.from([...packages].sort().map(licence).join(`\n${"-".repeat(72)}\n\n`)));
for (const subset of SUBSETS) {
  const file = join(root, "node_modules", FONT, "files", `golos-text-${subset}-wght-normal.woff2`);
  made.set(`fonts/golos-text-${subset}.woff2`, readFileSync(file));
}
made.set("fonts/licence.txt", Buffer.from(licence(FONT)));

const stale = [];
for (const [name, content] of made) {
  const file = join(theme, name);
  let standing = null;
  try {
    standing = readFileSync(file);
  } catch {}
  if (standing?.equals(content)) continue;
  stale.push(name);
  if (checking) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
if (checking && stale.length) {
  console.error(`${stale.join(", ")}: not what the locked packages give; run make vendor`);
  process.exit(1);
}
