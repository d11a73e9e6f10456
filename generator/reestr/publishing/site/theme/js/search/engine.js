// Finds records for a query: MiniSearch over stems, with identifiers before it and ever more forgiving readings after
// it. Loaded at the first touch of a search box, never before.

import { MiniSearch } from "../vendor/search.js";
import { Documents, KINDS } from "./documents.js";
import { identify } from "./identifiers.js";
import { fold, otherLayout, split, term } from "./language.js";

// Milliseconds of indexing at a stretch, so that typing stays smooth while 30,000 documents are indexed.
const STRETCH = 12;
// Nobody asks with more; a pasted page of text must not hold the browser up.
const MOST_CHARACTERS = 200;
const MOST_WORDS = 10;
// Of each kind so many of the best are ordered anew by what the library cannot know.
const REORDERED = 200;
// Above every rank that follows from a score.
const FIRST_RANK = 1e6;

// Addresses, handles and numbers of records.
const OF_RECORDS = /[a-z@/_]|\d[\s\u00a0-]*(?:\d[\s\u00a0-]*){3}\d/i;

// From so many letters on a word of a query may be the beginning of another.
const SHORTEST_BEGINNING = 2;

export class Engine {
  // Reads the index of the site whose root is at `root`, an address with a final slash. Rejects when it is not there.
  static async open(root) {
    const engine = new Engine(new Documents(await read("search/index.json", root), root));
    await engine.build();
    return engine;
  }

  // The engine that answers a query: this one, or, where the city is so large that the first file lacks columns and
  // the query needs them, one that has them all. Without a query, one that has them all. Rejects when they are not there.
  async readyFor(query) {
    if (!this.documents.isPart) return this;
    if (this.complete) return this.complete;
    // An answer in the very words of names is one; whatever else there is, the page of all results has.
    if (query !== undefined && !OF_RECORDS.test(query) && this.find(query).how === "exact") return this;
    this.whole ??= this.openWhole().catch((error) => {
      this.whole = null;
      throw error;
    });
    return this.whole;
  }

  async openWhole() {
    const { first, root } = this.documents;
    const rest = await read("search/rest.json", root);
    // The site was published anew in between: its columns go with other rows.
    if (rest.parts !== first.parts) throw new Error("search/rest.json: not of the index that was read");
    const organizations = { ...first.organizations, ...rest.organizations };
    const engine = new Engine(new Documents({ ...first, organizations, accounts: rest.accounts }, root));
    await engine.build();
    this.complete = engine;
    return engine;
  }

  constructor(documents) {
    this.documents = documents;
    this.seen = new Map();
    this.vocabulary = new Map();
    this.index = new MiniSearch({
      fields: ["title", "text"],
      tokenize: split,
      processTerm: (word) => this.indexed(word),
      // A query arrives as stems.
      searchOptions: { tokenize: (text) => [text], processTerm: (stem) => stem, boost: { title: 4 } },
    });
  }

  async build() {
    const pause = pauses();
    for (let next = 0; next < this.documents.count; ) {
      const end = performance.now() + STRETCH;
      for (; next < this.documents.count && performance.now() < end; next += 1) {
        this.index.add(this.documents.searchable(next));
      }
      await pause();
    }
    this.stems = new Set(this.vocabulary.values());
  }

  // The stem of a word of the index, which is kept: a query is completed and corrected by the words there are.
  indexed(word) {
    let stem = this.seen.get(word);
    if (stem === undefined) {
      this.seen.set(word, (stem = term(word)));
      if (stem !== null) this.vocabulary.set(fold(word), stem);
    }
    return stem;
  }

  // What is found: `groups` of kinds, the best kind first, each with its hits, the best first; `how` says which reading
  // of the query it was: "exact", "layout" (then `query` is what was meant), "similar", "nothing", "no-address".
  find(query) {
    const asked = query.slice(0, MOST_CHARACTERS).trim();
    const named = identify(asked, this.documents);
    const hits = named.numbers.map((number, place) => ({
      number, score: 0, rank: FIRST_RANK - place, terms: new Set(), literal: named.literal,
    }));
    if (named.alone) return this.answer(hits.length ? "exact" : named.address ? "no-address" : "nothing", asked, hits);
    const exact = this.matching(asked, {});
    if (exact.length || hits.length) return this.answer("exact", asked, [...hits, ...exact]);
    const meant = otherLayout(asked);
    const typed = meant ? this.matching(meant, {}) : [];
    if (typed.length) return this.answer("layout", meant, typed);
    for (const reading of [{ fuzzy: true }, { fuzzy: true, any: true }]) {
      for (const text of [asked, meant]) {
        const similar = text ? this.matching(text, reading) : [];
        if (similar.length) return this.answer("similar", text, similar);
      }
    }
    return this.answer("nothing", asked, []);
  }

  // The documents with all words of a text, or with `any` of them; `fuzzy` allows for misspellings.
  matching(text, { fuzzy = false, any = false }) {
    const words = split(text).slice(0, MOST_WORDS).map(fold);
    // Where any one word is enough, a number or a short word would find anything.
    const said = words.filter((word) => term(word) !== null && (!any || /^\D{4}/u.test(word)));
    // A query of nothing but silent words is taken at its word.
    const queries = (said.length || any ? said : words).map((word) => this.readings(word, fuzzy, any));
    if (!queries.length) return [];
    const results = this.index.search({ combineWith: any ? "OR" : "AND", queries });
    return results.map(({ id, score, terms }) => ({ number: id, score, terms: new Set(terms), literal: "" }));
  }

  // All that a word may stand for, as one part of the library's query.
  readings(word, fuzzy, any) {
    const stem = term(word) ?? word;
    const digits = /^\d/.test(stem);
    const queries = [{
      queries: [stem],
      // «3» is not «30»; but the beginning of a long number is one.
      prefix: digits ? stem.length > 4 : stem.length >= SHORTEST_BEGINNING,
      fuzzy: fuzzy && !digits && stem.length > 3 ? (stem.length > 7 ? 2 : 1) : false,
    }];
    // A beginning may lose an ending that the whole word keeps: «деятельнос» and «деятельность».
    const whole = new Set();
    if (word.length > SHORTEST_BEGINNING && !digits) {
      for (const [known, its] of this.vocabulary) if (known.startsWith(word) && !its.startsWith(stem)) whole.add(its);
    }
    if (fuzzy) for (const swapped of swaps(stem)) if (this.stems.has(swapped)) whole.add(swapped);
    // The last resort: the beginning of a word that is another part of speech («школьный», «школа»).
    if (any && !digits && stem.length > 5) queries.push({ queries: [stem.slice(0, -2)], prefix: true, boost: 0.5 });
    queries.push(...[...whole].map((its) => ({ queries: [its], boost: 0.5 })));
    return { combineWith: "OR", queries };
  }

  answer(how, query, hits) {
    const kinds = new Map(KINDS.map((kind) => [kind, []]));
    const seen = new Set();
    for (const hit of hits) {
      if (seen.has(hit.number)) continue;
      seen.add(hit.number);
      kinds.get(this.documents.placed(hit.number).kind).push(hit);
    }
    const groups = [...kinds].filter(([, found]) => found.length)
      .map(([kind, found]) => ({ kind, hits: this.ordered(found, query) }));
    // Kinds keep their order unless another one has a clearly better hit.
    groups.sort((left, right) => right.hits[0].rank - left.hits[0].rank);
    return { how, query, groups, total: seen.size };
  }

  // A title that is the query, begins with it or holds its words as they are goes first; among equals go the numbers
  // by value and the names by the alphabet.
  ordered(hits, query) {
    const words = split(query).map(fold);
    const asked = words.join(" ");
    const best = hits.slice(0, REORDERED).map((hit) => {
      const { title, state } = this.documents.shown(hit.number);
      const own = split(title).map(fold);
      const whole = own.join(" ");
      let bonus = 1;
      if (whole === asked) bonus = 8;
      else if (whole.startsWith(asked)) bonus = 3;
      else if (words.every((word) => own.includes(word))) bonus = 2;
      // In coarse steps: the length of an address must not decide which school comes first.
      const rank = hit.rank ?? Math.round(Math.log2(hit.score * bonus) * 2) - (state ? 1 : 0);
      return { ...hit, rank, name: title.replaceAll("№", "") };
    });
    best.sort((left, right) => right.rank - left.rank || collator.compare(left.name, right.name));
    return [...best, ...hits.slice(REORDERED)];
  }
}

async function read(path, root) {
  const response = await fetch(new URL(path, root));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const collator = new Intl.Collator("ru", { numeric: true, ignorePunctuation: true });

// Lets the browser do what waits (keys, painting) before going on; a timer would be held back four milliseconds.
function pauses() {
  const { port1, port2 } = new MessageChannel();
  return () => new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
}

// The word with two neighbouring letters changed over, at each place in turn.
function swaps(word) {
  return [...word].slice(1).map((letter, place) => word.slice(0, place) + letter + word[place] + word.slice(place + 2));
}
