// How a record is read and written. Decap's own YAML would do, but for three things: fields that were emptied are not
// there any more (in a record an empty text is a mistake), fields of the form alone are no part of a record, and texts
// that YAML 1.1 reads as something else (`yes`, `12:30`, `2024-02-05`) stand in quotes.
import yaml from "yaml";

// The form's own fields, see generator/reestr/publishing/site/admin: they only say where a new record is put.
const OF_THE_FORM = new Set(["reestr_name", "reestr_folder"]);
const PLAIN = /^[^\W\d_]$|^\p{L}(?:[\p{L}\p{N}_ «»№().,;/!?–—…%+=@-]|:(?=[^ ]))*$/u;
const WORDS = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);

export function fromFile(content) {
  const document = yaml.parseDocument(content, { prettyErrors: true });
  if (document.errors.length) throw new Error(document.errors.map((error) => error.message).join("\n"));
  return document.toJSON();
}

export function toFile(data, sortedKeys = []) {
  const kept = Object.fromEntries(Object.entries(data).filter(([name]) => !OF_THE_FORM.has(name)));
  const contents = yaml.createNode(withoutEmpty(kept) ?? {});
  const rank = (pair) => (sortedKeys.includes(`${pair.key}`) ? sortedKeys.indexOf(`${pair.key}`) : sortedKeys.length);
  contents.items.sort((one, other) => rank(one) - rank(other));
  quote(contents);
  const document = new yaml.Document();
  document.contents = contents;
  yaml.scalarOptions.str.fold.lineWidth = 0;
  return document.toString();
}

// Nothing for what says nothing. A list without items stays: it may mean that there is, by a check, nobody.
function withoutEmpty(value) {
  if (value === "" || value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(withoutEmpty).filter((item) => item !== undefined);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withoutEmpty(inner)]);
  const kept = entries.filter(([, inner]) => inner !== undefined);
  return kept.length ? Object.fromEntries(kept) : undefined;
}

function quote(node) {
  for (const item of node.items) {
    const value = item.type === "PAIR" ? item.value : item;
    if (value?.items) quote(value);
    else if (typeof value?.value === "string" && !value.value.includes("\n")) {
      const plain = PLAIN.test(value.value) && value.value.trim() === value.value;
      if (!plain || WORDS.has(value.value.toLowerCase())) value.type = "QUOTE_DOUBLE";
    }
  }
}
