// Names that are mistaken for the name of a registered page: drawn alike, or one or two letters away.
//
// Numbers tell organizations apart (school 1, school 2, ...), so a name that differs in its number only is no look-alike:
// it is a neighbour, worth a hint. Everything here is made when it is first needed and costs one pass over all names:
// some milliseconds at 20,000 accounts.

import { readAddress } from "./addresses.js";
import { skeleton } from "./look-alikes.js";

// Pairs of Latin letters that the eye joins; a capital I, which an address makes small, stands for l.
const JOINED = [[/rn/g, "m"], [/vv/g, "w"], [/i/g, "l"]];
const SEPARATORS = /[._-]+/g;

// How many changed letters make a name a look-alike, by the length of the registered name; shorter names are all alike.
const ONE_FROM = 6;
const TWO_FROM = 12;
const SHORTEST_PART = 8;
const MOST_NEIGHBOURS = 3;

// How a name looks at a glance: separators gone, every letter and digit as the Latin letter it resembles.
export function foldName(name, twins) {
  return JOINED.reduce((text, [pair, one]) => text.replace(pair, one), skeleton(name, twins).replace(SEPARATORS, ""));
}

// The names of some accounts. Pages known by a number (`club123`, `group/5`) are left out: numbers resemble one another
// without meaning anything.
export function readNames(accounts, rules) {
  return accounts.filter(({ url }) => readAddress(url, rules).numericId === null)
    .map((account) => ({ account, ...outline(account.name, rules.twins) }));
}

function outline(name, twins) {
  const folded = foldName(name, twins);
  const plain = name.toLowerCase().replace(SEPARATORS, "");
  return {
    folded,
    letters: plain.replace(/[0-9]+/g, "#"),
    numbers: (plain.match(/[0-9]+/g) ?? []).map((number) => number.replace(/^0+(?=.)/, "")).join(" "),
  };
}

// What resembles a name that no registered page of its network has: {twin, elsewhere, neighbours}. `twin` is the account
// of that network that it is mistaken for, `elsewhere` lists those of such a name in other networks, `neighbours` those
// worth a look.
export function closeNames(name, network, names, twins) {
  const asked = outline(name, twins);
  const found = { twin: null, elsewhere: [], neighbours: [] };
  let nearest = Infinity;
  for (const known of names) {
    const isDrawnAlike = known.folded === asked.folded;
    if (known.account.network !== network) {
      if (isDrawnAlike) found.elsewhere.push(known.account);
      continue;
    }
    const distance = isDrawnAlike ? 0 : distanceOf(asked, known);
    if (distance < nearest) {
      nearest = distance;
      found.twin = known.account;
    }
    if (distance === Infinity && isNeighbour(asked, known)) found.neighbours.push(known.account);
  }
  found.neighbours.splice(MOST_NEIGHBOURS);
  return found;
}

// How many letters lie between two names, Infinity if too many or if their numbers differ.
function distanceOf(asked, known) {
  const limit = known.folded.length >= TWO_FROM ? 2 : known.folded.length >= ONE_FROM ? 1 : 0;
  if (limit === 0 || asked.numbers !== known.numbers) return Infinity;
  if (Math.abs(asked.folded.length - known.folded.length) > limit) return Infinity;
  const distance = editDistance(asked.folded, known.folded, limit);
  return distance <= limit ? distance : Infinity;
}

// The same words with another number, or the whole registered name with something added.
function isNeighbour(asked, known) {
  if (asked.letters === known.letters) return true;
  return known.folded.length >= SHORTEST_PART && asked.folded.includes(known.folded);
}

// Letters to change, add, drop or exchange with the next one (optimal string alignment); gives up beyond the limit.
export function editDistance(left, right, limit) {
  // What both begin and end with costs nothing, and the names of one city have much of it.
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  return alignment(left.slice(start, left.length - end), right.slice(start, right.length - end), limit);
}

function alignment(left, right, limit) {
  let beforeLast = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      let cost = Math.min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1));
      const isExchanged = row > 1 && column > 1
        && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isExchanged) cost = Math.min(cost, beforeLast[column - 2] + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return Infinity;
    [beforeLast, last] = [last, current];
  }
  return last[right.length];
}
