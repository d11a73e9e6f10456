// What a cell of a table says: to people, to a filter, to a sort, to a program that reads what was saved. The macro
// `table` in generator/reestr/publishing/site/templates/_macros.html.j2 tells how heads and cells are marked up.

export const UNKNOWN = "unknown";

// The order in which people look for names, as generator/reestr/publishing/figures/ordering.py has it.
export const collator = new Intl.Collator("ru", { numeric: true, sensitivity: "base" });
const QUOTES = /[«»„“”"']/g;

// Small and capital letters, е and ё, plain and non-breaking blanks are the same to who looks for something.
export const fold = (value) => value.toLowerCase().replaceAll("ё", "е").replace(/\s+/g, " ").trim();

const SIGNS = "[aria-hidden=true], [hidden]";
const REMARKS = "small, .state";
const APART = "li, p, br, summary, div";

function said(node, withRemarks) {
  let words = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) words += child.data;
    else if (child.nodeType !== Node.ELEMENT_NODE || child.matches(SIGNS)) continue;
    else if (child.matches(REMARKS)) words += withRemarks ? ` (${said(child, true).trim()})` : "";
    else words += child.matches(APART) ? ` ${said(child, withRemarks)} ` : said(child, withRemarks);
  }
  return words;
}

// The cell in words: signs for the eye left out, remarks in brackets. In a cell of the matrix the word stands in <i>.
export function cellText(cell, withRemarks = true) {
  const word = cell.querySelector(":scope > i, :scope > a > i");
  return said(word ?? cell, withRemarks).replace(/\s+/g, " ").trim();
}

// The parts of a cell that have a value each; an empty list where the cell is one value.
const parts = (cell) => (cell.childElementCount ? [...cell.querySelectorAll("[data-value]")] : []);

// Pairs [value, label] by which a cell is filtered: what the address calls it and what people read.
export function facetValues(cell) {
  const several = parts(cell);
  if (several.length) return several.map((part) => [part.dataset.value, cellText(part, false)]);
  const label = cellText(cell, false);
  return [[cell.dataset.value ?? label, label]];
}

function number(cell) {
  const digits = cellText(cell).replace(/\s/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?%?$/.test(digits) ? Number.parseFloat(digits) : null;
}

// What a column is sorted by; null, which nobody knows, stands last either way.
export const sortValue = {
  number,
  rank: (cell) => (cell.dataset.rank === undefined ? null : Number(cell.dataset.rank)),
  date: (cell) => cell.querySelector("time")?.dateTime ?? null,
  text: (cell) => (cell.querySelector(":scope > .unknown") ? null : cellText(cell).replace(QUOTES, "")),
};

// What a program is told: a number, a date as ISO text, the names of values; the class of a cell of the matrix is one.
export function machineValue(cell, column) {
  if (column.sort === "number" || column.sort === "date") return sortValue[column.sort](cell);
  const several = parts(cell);
  if (several.length) return several.map((part) => part.dataset.value);
  const value = cell.dataset.value ?? /\bis-([a-z-]+)/.exec(cell.className)?.[1];
  if (value !== undefined) return value === UNKNOWN ? null : value;
  return cell.querySelector(":scope > .unknown") ? null : cellText(cell) || null;
}

// The addresses of a cell's links, whole: relative ones would lead nowhere from a saved file.
export const addresses = (cell) => [...cell.querySelectorAll("a[href]")].map((link) => link.href);

// What the heads of a table say of its columns, in their order.
export function columnsOf(table) {
  return [...table.tHead.rows[0].cells].map((head, index) => ({
    head, index,
    key: head.dataset.key ?? `column-${index + 1}`,
    title: cellText(head),
    sort: head.dataset.sort ?? "text",
    facet: "facet" in head.dataset,
    link: "link" in head.dataset,
    extra: head.hidden,
  }));
}
