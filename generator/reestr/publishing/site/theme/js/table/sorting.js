// The order of a table's rows: by a column, or the page's own.

import { collator, sortValue } from "./cells.js";

// Of numbers people want the largest first; after both directions the page's own order comes back.
const STEPS = { number: ["descending", "ascending"] };
const USUAL = ["ascending", "descending"];

// The order after a press on the head of a column; null is the page's own.
export function nextOrder(column, order) {
  const steps = STEPS[column.sort] ?? USUAL;
  const next = steps[order?.key === column.key ? steps.indexOf(order.direction) + 1 : 0];
  return next ? { key: column.key, direction: next } : null;
}

// The rows in an order; equal ones keep the page's own, what nobody knows stands last either way.
export function sortRows(rows, column, direction) {
  if (!column) return rows;
  const sign = direction === "descending" ? -1 : 1;
  // Comparing texts as people read them is slow: done once for a column, not at every press.
  column.ranks ??= ranksOf(rows, column);
  return [...rows].sort(({ place: left }, { place: right }) => {
    const [one, other] = [column.ranks[left], column.ranks[right]];
    if (one === null || other === null) return (one === null) - (other === null) || left - right;
    return sign * (one - other) || left - right;
  });
}

// For each row the place of its value among all; null for one that nobody knows.
function ranksOf(rows, column) {
  const value = sortValue[column.sort] ?? sortValue.text;
  const values = rows.map(({ row }) => value(row.cells[column.index]));
  const compare = (one, other) => (typeof one === "number" ? one - other : collator.compare(one, other));
  const ranks = new Map();
  let before = null;
  for (const found of [...new Set(values)].filter((each) => each !== null).sort(compare)) {
    const same = before !== null && compare(before, found) === 0;
    ranks.set(found, same ? ranks.get(before) : ranks.size);
    before = found;
  }
  return values.map((found) => (found === null ? null : ranks.get(found)));
}
