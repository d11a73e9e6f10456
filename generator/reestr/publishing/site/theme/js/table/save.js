// Saves what a table shows, and nothing else: the rows left by the conditions, in their order, the chosen columns.
// Loaded when somebody asks for a file; what writes XLSX, only for that.

import { addresses, cellText, machineValue, sortValue } from "./cells.js";
import { csvText } from "./csv.js";

const BETWEEN = " | ";
// Excel's own limits: characters in a cell, characters in the name of a sheet.
const CELL_LIMIT = 32767;
const SHEET_LIMIT = 31;
const WIDEST = 60;

// What people are told of a cell: a number, a date as { day }, or a text; null for a number or a date nobody knows.
function plainValue(cell, column) {
  if (column.sort === "number") return sortValue.number(cell);
  if (column.sort !== "date") return cellText(cell);
  const day = sortValue.date(cell);
  return day === null ? cellText(cell) || null : { day };
}

// The shown table as heads and rows of plain values; a column of links is followed by one of their addresses.
function plainTable({ columns, rows, words }) {
  const heads = columns.flatMap(({ title, link }) => (link ? [title, words.address.replace("{title}", title)] : [title]));
  const body = rows.map((row) => columns.flatMap((column) => {
    const cell = row.cells[column.index];
    const value = plainValue(cell, column);
    return column.link ? [value, addresses(cell).join(BETWEEN)] : [value];
  }));
  return { heads, body };
}

function csv(shown) {
  const { heads, body } = plainTable(shown);
  const lines = body.map((row) => row.map((value) => value?.day ?? value));
  return new Blob([csvText([heads, ...lines])], { type: "text/csv;charset=utf-8" });
}

function json({ name, title, asOf, columns, rows, marks }) {
  const objects = rows.map((row) => Object.fromEntries(columns.flatMap((column) => {
    const cell = row.cells[column.index];
    const value = machineValue(cell, column);
    const words = cellText(cell);
    const entries = [[column.key, value]];
    if (typeof value !== "number" && column.sort !== "date" && value !== words) entries.push([`${column.key}_label`, words]);
    if (column.link) entries.push([`${column.key}_url`, urls(cell)]);
    return entries;
  })));
  const heads = columns.map(({ key, title: words }) => ({ key, title: words }));
  const content = { table: name, title, as_of: asOf, source: location.href, marks, columns: heads, rows: objects };
  return new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: "application/json" });
}

// One address, several, or none.
function urls(cell) {
  const found = addresses(cell);
  return found.length > 1 ? found : found[0] ?? null;
}

// The library keeps texts as keys of a plain object, where the names of an object's own methods are taken already:
// such a text gets a blank at its end.
const safe = (text) => (text in {} ? `${text} ` : text).slice(0, CELL_LIMIT);

// A text stays a text whatever it begins with: a formula would have a type of its own.
function sheetCell(value) {
  if (value === null || value === "") return null;
  if (typeof value === "number") return { value, type: Number };
  if (value.day) return { value: new Date(value.day), type: Date, format: "dd.mm.yyyy" };
  return { value: safe(value), type: String, alignVertical: "top", wrap: value.length > WIDEST };
}

const lengthOf = (value) => (value?.day ? "dd.mm.yyyy".length : String(value ?? "").length);

async function xlsx(shown) {
  const { writeWorkbook } = await import("../vendor/xlsx.js");
  const { heads, body } = plainTable(shown);
  const widths = heads.map((head, index) => {
    const longest = body.reduce((most, row) => Math.max(most, lengthOf(row[index])), head.length);
    return { width: Math.min(longest, WIDEST) + 2 };
  });
  const head = heads.map((value) => ({ value: safe(value), type: String, fontWeight: "bold", wrap: true }));
  return writeWorkbook([head, ...body.map((row) => row.map(sheetCell))], {
    columns: widths,
    stickyRowsCount: 1,
    sheet: shown.title.replace(/[[\]/\\:*?']+/g, " ").slice(0, SHEET_LIMIT).trim() || shown.name,
  });
}

const makers = { csv, json, xlsx };

// Makes the file and hands it to the browser; gives its name. `shown`: name, title, asOf, marks, columns, rows, words.
export async function save(kind, shown) {
  const blob = await makers[kind](shown);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = [shown.name, ...shown.marks, shown.asOf].filter(Boolean).join("-") + `.${kind}`;
  link.click();
  // Not at once: the browser may still have to begin.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return link.download;
}
