// What the rows of a table can be filtered by, which rows meet the conditions, and how many would after one more.

import { UNKNOWN, collator, facetValues, fold, sortValue } from "./cells.js";

// The columns that are facets, each with `labels` (value -> what people read) and `values` (pairs in the order people
// look for them: the worst outcome first, the unknown last). Every row learns its own values: row.facets[place].
export function gatherFacets(columns, rows) {
  const facets = columns.filter(({ facet }) => facet);
  facets.forEach((column, place) => {
    column.labels = new Map();
    const ranks = new Map();
    for (const { row, facets: own } of rows) {
      const cell = row.cells[column.index];
      const found = facetValues(cell);
      own[place] = found.map(([value]) => value);
      for (const [value, label] of found) {
        if (column.labels.has(value)) continue;
        column.labels.set(value, label);
        ranks.set(value, value === cell.dataset.value ? sortValue.rank(cell) : null);
      }
    }
    const order = (value) => (value === UNKNOWN ? Number.MAX_SAFE_INTEGER : ranks.get(value) ?? 0);
    column.values = [...column.labels].map(([value, label]) => ({ value, label })).sort((left, right) =>
      order(left.value) - order(right.value) || collator.compare(left.label, right.label));
  });
  return facets;
}

// Marks every row as matched or not; gives for each facet its counts: value -> the rows that choosing it would leave,
// which are those that meet the words and the conditions of all other facets.
export function matchRows(rows, facets, { words, chosen }) {
  const wordsWanted = fold(words).split(" ").filter(Boolean);
  const wanted = facets.map(({ key }) => chosen.get(key));
  const counts = facets.map(() => new Map());
  for (const item of rows) {
    if (wordsWanted.length) item.text ??= fold(item.row.textContent);
    const meetsWords = wordsWanted.every((word) => item.text.includes(word));
    const missed = meetsWords ? missedFacets(item, wanted) : null;
    item.matched = missed?.length === 0;
    if (missed === null || missed.length > 1) continue;
    for (const place of missed.length ? missed : counts.keys()) {
      for (const value of item.facets[place]) counts[place].set(value, (counts[place].get(value) ?? 0) + 1);
    }
  }
  return counts;
}

// The places of the facets whose conditions a row does not meet; two are as good as all.
function missedFacets({ facets }, wanted) {
  const missed = [];
  for (let place = 0; place < wanted.length && missed.length < 2; place += 1) {
    if (wanted[place].size && !facets[place].some((value) => wanted[place].has(value))) missed.push(place);
  }
  return missed;
}
