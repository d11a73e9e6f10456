// What both fields ask: the answer to any text, from the checker where it holds an address, from the search where it is
// words. The answer is a plain value of answers.js, which card.js and the search show.

import { MAY_BE_ADDRESS, openWhole } from "../reestr-search.js";
import { openChecker } from "./open.js";

// Organizations that an answer to words names; the page of all results has the rest.
const MOST_NAMED = 5;
// Letters from which on a part of a name is read as a Russian word.
const SHORTEST_SPELLED = 4;
// Answers that say nothing to somebody who is looking for words.
const NO_ADDRESS = new Set(["empty", "malformed", "too-long"]);

// The answer to a text. Rejects where the data of the checker cannot be had.
export async function ask(text, root) {
  const { check } = await openChecker(root);
  const answer = check(text);
  if (answer.words) return ofWords(answer, root);
  return answer.name && !answer.remarks.some(({ kind }) => kind === "neighbours") ? withNamesakes(answer, root) : answer;
}

// What the checker says of a text that holds an address, {answer, tone, title, href}, `href` being the page with the whole
// answer; null where the text is words, or nothing.
export async function askOfAddress(text, root) {
  if (!MAY_BE_ADDRESS.test(text)) return null;
  const { check, answers } = await openChecker(root);
  const answer = check(text);
  if (answer.words || NO_ADDRESS.has(answer.kind)) return null;
  const [tone, title] = answers[answer.kind];
  const href = new URL("check/", root);
  href.searchParams.set("url", text);
  return { answer, tone, title, href: href.href };
}

// An organization whose name a foreign name spells in Latin letters: «biblioteka_goroda».
async function withNamesakes(answer, root) {
  const words = (answer.name.match(/[a-z]+/gi) ?? []).filter((word) => word.length >= SHORTEST_SPELLED).map(inCyrillic);
  const engine = words.length && await engineOr(root);
  if (!engine) return answer;
  const { documents } = engine;
  const found = new Map();
  for (const word of words) {
    const places = engine.matching(word, {}).map(({ number }) => documents.placed(number))
      .filter(({ kind }) => kind === "organizations").map(({ place }) => place);
    // A word that half the organizations have tells none of them.
    if (places.length > documents.organizations.id.length / 2) continue;
    for (const place of places) found.set(place, (found.get(place) ?? 0) + 1);
  }
  const best = [...found].sort(([, left], [, right]) => right - left).slice(0, MOST_NAMED);
  const organizations = best.map(([place]) => documents.organization(place));
  if (!organizations.length) return answer;
  return { ...answer, remarks: [...answer.remarks, { kind: "namesakes", organizations }], known: "known" in answer, nobody: false };
}

// How people spell Russian in Latin letters; several letters that stand for one come first.
const SPELLED = [
  ["shch", "щ"], ["sch", "щ"], ["yo", "ё"], ["zh", "ж"], ["kh", "х"], ["ts", "ц"], ["ch", "ч"], ["sh", "ш"], ["yu", "ю"],
  ["ju", "ю"], ["ya", "я"], ["ja", "я"], ["ey", "ей"], ["iy", "ий"], ["ay", "ай"], ["oy", "ой"], ["x", "кс"],
  ...[..."abvgdezijklmnoprstufhcyqw"].map((letter, place) => [letter, "абвгдезийклмнопрстуфхцыкв"[place]]),
];

function inCyrillic(word) {
  return SPELLED.reduce((text, [latin, own]) => text.replaceAll(latin, own), word.toLowerCase());
}

// The engine of the search; null where its data cannot be had.
async function engineOr(root) {
  try {
    return await openWhole(root);
  } catch (error) {
    console.warn(error);
    return null;
  }
}

async function ofWords(answer, root) {
  const { otherwise, ...own } = answer;
  const engine = await engineOr(root);
  if (!engine) return otherwise ?? { ...own, kind: "nothing", total: 0 };
  const { documents } = engine;
  const found = engine.find(answer.words);
  const hits = found.groups.find(({ kind }) => kind === "organizations")?.hits ?? [];
  if (!hits.length && otherwise) return otherwise.name ? withNamesakes(otherwise, root) : otherwise;
  const organizations = hits.slice(0, MOST_NAMED).map(({ number }) => documents.organization(documents.placed(number).place));
  const kind = !hits.length ? "nothing" : found.how === "similar" ? "similar" : "named";
  return { ...own, kind, organizations, total: found.total, more: Math.max(0, hits.length - MOST_NAMED) };
}
