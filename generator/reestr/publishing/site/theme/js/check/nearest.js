// Registered names that share words with a name nobody has registered: `school` of `city_school_1`. A word counts the
// more, the fewer names have it; one that most names have (the city's) counts for nothing.

import { editDistance } from "./close-names.js";

const MOST_NEAREST = 4;
// Letters of a word from which on its beginning, one changed letter, or its place inside a longer word is enough.
const BEGINNING = 4;
const ONE_CHANGED = 5;
const WORD = /[a-z]{2,}/g;
const ALIKE = { same: 1, begins: 0.7, changed: 0.6, inside: 0.6 };

// The accounts whose names are nearest, one of an organization, the best first; those of `network` before others of the same
// organization. `names` are those of close-names.js.
export function nearestAccounts(name, network, names) {
  const asked = name.toLowerCase();
  const words = asked.match(WORD) ?? [];
  const known = names.map(({ account }) => ({ account, words: new Set(account.name.toLowerCase().match(WORD)) }));
  const spread = new Map();
  for (const one of known) for (const word of one.words) spread.set(word, (spread.get(word) ?? 0) + 1);
  const best = new Map();
  for (const one of known) {
    let score = 0;
    for (const word of one.words) {
      const share = spread.get(word) / known.length;
      if (share <= 0.5 || known.length < 4) score += likeness(word, words, asked) * Math.log(1 + 1 / share);
    }
    if (!score) continue;
    if (one.account.network === network) score += 0.01;
    const { id } = one.account.organization;
    if (!best.has(id) || best.get(id).score < score) best.set(id, { account: one.account, score });
  }
  return [...best.values()].sort((left, right) => right.score - left.score).slice(0, MOST_NEAREST).map(({ account }) => account);
}

function likeness(word, words, asked) {
  if (words.includes(word)) return ALIKE.same;
  if (word.length < BEGINNING) return 0;
  if (words.some((own) => own.length >= BEGINNING && (own.startsWith(word) || word.startsWith(own)))) return ALIKE.begins;
  if (word.length < ONE_CHANGED) return 0;
  if (words.some((own) => own.length >= ONE_CHANGED && editDistance(own, word, 1) <= 1)) return ALIKE.changed;
  return asked.includes(word) ? ALIKE.inside : 0;
}
