// What is found, as nodes of the page. Every text from the index becomes a text node, never markup.

import { withBreakableAddresses } from "../breakable.js";
import { term, WORD } from "./language.js";

// Characters of a text shown around the match, and how many of them may stand before it.
const AROUND = 170;
const BEFORE = 60;

export function element(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

// A template of the catalogue with its values; the form of the word that goes with `count` where there are several.
export function say(template, values = {}) {
  const chosen = typeof template === "string"
    ? template : template[new Intl.PluralRules(document.documentElement.lang).select(values.count)] ?? template.many;
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// A hit as a link: its title, its state, the facts that tell it from others, a text around the match.
export function hitNodes(shown, hit) {
  const title = element("span", { className: "hit-title" }, ...marked(shown.title, hit));
  if (shown.state) title.append(" ", element("span", { className: "state" }, shown.state));
  const context = contextOf(shown, hit);
  return context.length ? [title, element("span", { className: "hit-context" }, ...context)] : [title];
}

// What the checker says of an address, as a link's content: the title of its answer, the page and whose it is.
export function verdictNodes({ answer, tone, title }) {
  const owner = (answer.account ?? answer.former ?? answer.fake)?.organization.name;
  const facts = [answer.address?.replace(/^https:\/\//, "") ?? answer.asked, owner].filter(Boolean);
  return [
    element("span", { className: `hit-title is-${tone}` }, title),
    element("span", { className: "hit-context" }, ...withBreakableAddresses(facts.join(" · "))),
  ];
}

// The official pages of a found organization, each to be opened.
export function pageNodes({ pages }) {
  return pages.map(({ url, network }) => element(
    "a", { className: "out", href: url, rel: "noopener nofollow" },
    element("b", {}, network), " ", ...withBreakableAddresses(url.replace(/^https:\/\//, "")),
  ));
}

// Where a hit leads: into the page, where the words stand in one of its headings and not in its title.
export function addressOf(shown, hit) {
  const heading = headingOf(shown, hit);
  return heading ? `${shown.href}#${encodeURIComponent(heading.id)}` : shown.href;
}

function contextOf(shown, hit) {
  const heading = headingOf(shown, hit);
  if (heading) return marked(heading.text, hit);
  const facts = shown.facts.flatMap((fact, index) => (index ? [" · ", ...marked(fact, hit)] : marked(fact, hit)));
  // A full name says nothing new where the words stand in what is shown anyway.
  const needed = shown.text && (!facts.length || !says([shown.title, ...shown.facts].join(" "), hit));
  if (!needed) return facts;
  return facts.length ? [...facts, " · ", ...excerpt(shown.text, hit)] : excerpt(shown.text, hit);
}

function headingOf(shown, hit) {
  if (!shown.headings || says(shown.title, hit)) return null;
  for (let index = 0; index < shown.headings.length; index += 2) {
    const [id, text] = shown.headings.slice(index, index + 2);
    if (says(text, hit)) return { id, text };
  }
  return null;
}

// Whether a text holds every word that was found.
function says(text, hit) {
  const own = new Set((text.match(WORD) ?? []).map(term));
  return hit.terms.size > 0 && [...hit.terms].every((found) => own.has(found));
}

function marks(text, { terms, literal }) {
  const at = literal ? text.toLowerCase().indexOf(literal.toLowerCase()) : -1;
  if (at >= 0) return [[at, at + literal.length]];
  return [...text.matchAll(WORD)].filter(([word]) => terms.has(term(word)))
    .map(({ 0: word, index }) => [index, index + word.length]);
}

function marked(text, hit, places = marks(text, hit)) {
  const nodes = [];
  let done = 0;
  for (const [start, end] of places) {
    nodes.push(text.slice(done, start), element("mark", {}, text.slice(start, end)));
    done = end;
  }
  return [...nodes, text.slice(done)].flatMap((node) => (typeof node === "string" ? withBreakableAddresses(node) : [node]));
}

// The part of a text around its first match, cut between words.
function excerpt(text, hit) {
  const first = marks(text, hit)[0]?.[0] ?? 0;
  let start = text.length > AROUND && first > BEFORE ? first - BEFORE : 0;
  if (start) start = text.indexOf(" ", start) + 1 || start;
  // Never past the match, should one long word stand before it.
  start = Math.min(start, first);
  let end = Math.min(text.length, start + AROUND);
  const blank = text.lastIndexOf(" ", end);
  if (end < text.length && blank > first) end = blank;
  const nodes = marked(text.slice(start, end), hit);
  return [...(start ? ["… "] : []), ...nodes, ...(end < text.length ? [" …"] : [])];
}

// What to do when nothing was found: text and links, as paragraphs.
export function hints({ documents }, found) {
  const { words, root } = documents;
  const check = new URL("check/", root);
  if (found.how === "no-address") check.searchParams.set("url", found.query);
  const link = (address, text) => element("p", {}, element("a", { href: address }, text));
  return [
    element("p", {}, words.hints[found.how] ?? words.hints.nothing),
    link(check.href, words["to-check"]),
    link(new URL("organizations/", root).href, words["to-registry"]),
  ];
}
