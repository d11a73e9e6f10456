// CSV that a spreadsheet opens and cannot be tricked by: the rules of generator/reestr/publishing/open_data/csv_text.py, held together by
// tests/vectors/cells.yaml, which both are tested with.

// With their full-width and small forms, which a spreadsheet may fold to the plain ones.
const FORMULA = "[=+\\-@＝＋－＠﹦﹢﹣﹫]";
const SKIPPED = '[ "\\x0b\\x0c\\x85\\xa0\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff]*';
const AT_START = new RegExp(`^(?:[\\t\\r\\n]|${SKIPPED}${FORMULA})`);
// A program whose separator is another cuts a cell in pieces, so that a formula may begin after any separator too.
const AFTER_SEPARATOR = new RegExp(`([;,\\t\\r\\n])(${SKIPPED}${FORMULA})`, "g");

// Excel takes a CSV file for its country's old encoding unless it begins with this mark.
const BYTE_ORDER_MARK = "\ufeff";

// Text with an apostrophe before whatever a spreadsheet could take for the beginning of a formula.
export function neutral(text) {
  return (AT_START.test(text) ? `'${text}` : text).replace(AFTER_SEPARATOR, "$1'$2");
}

const quoted = (text) => `"${neutral(text).replaceAll('"', '""')}"`;

// Cells as they stand in a line: every text in quotes and neutralized, numbers bare; null, which nobody knows, is empty.
export function csvLine(cells) {
  return cells.map((cell) => (cell === null ? "" : typeof cell === "string" ? quoted(cell) : String(cell))).join(",");
}

export const csvText = (lines) => BYTE_ORDER_MARK + lines.map((line) => `${csvLine(line)}\r\n`).join("");
