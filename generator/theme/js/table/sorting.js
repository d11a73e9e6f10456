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
  const value = sortValue[column.sort] ?? sortValue.text;
  column.worth ??= rows.map(({ row }) => value(row.cells[column.index]));
  return [...rows].sort(({ place: left }, { place: right }) => {
    const [one, other] = [column.worth[left], column.worth[right]];
    if (one === null || other === null) return (one === null) - (other === null) || left - right;
    return sign * (typeof one === "number" ? one - other : collator.compare(one, other)) || left - right;
  });
}
