// Bundles the libraries the theme brings along: each file of .ci/vendor becomes one minified module in
// generator/reestr/publishing/site/theme/js/vendor, the same bytes for the same package-lock.json. Run as `make vendor`; `--check` writes
// nothing and exits 1 when a committed bundle differs from what the locked packages give.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, ".ci", "vendor");
const target = join(root, "generator", "reestr", "publishing", "site", "theme", "js", "vendor");
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
  made.set(name, result.outputFiles[0].text);
  packagesOf(result.metafile).forEach((found) => packages.add(found));
}
made.set("licences.txt", [...packages].sort().map(licence).join(`\n${"-".repeat(72)}\n\n`));

const stale = [];
for (const [name, text] of made) {
  const file = join(target, name);
  let standing = null;
  try {
    standing = readFileSync(file, "utf8");
  } catch {}
  if (standing === text) continue;
  stale.push(name);
  if (!checking) writeFileSync(file, text);
}
if (checking && stale.length) {
  console.error(`${stale.join(", ")}: not what the locked packages give; run make vendor`);
  process.exit(1);
}
