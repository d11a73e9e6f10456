// What the checker says of a text: a plain value, which card.js shows. Every text gets an answer, whatever it is.
//
// {kind, asked, ...}: `kind` names the template of the answer, `asked` is the text as it can be shown. With it go, where
// there are such: `network` (its name), `address` (what was checked, canonical), `account`, `former`, `previous`, `successor`,
// `fake` and `accounts` (the official pages of the organization that it pretends to be), `host`, `remarks` ([{kind, ...}]),
// `offers` ([{text, kind}]: addresses that may have been meant, and what would be said of each), `name` (of
// a page that the registry does not know), `words` (to be looked for by their words; ask.js does so) and `otherwise` (the
// answer where the search finds nothing).

import { INVISIBLE, readAddress, splitAuthority } from "./addresses.js";
import { closeNames, readNames } from "./close-names.js";
import { withoutMarks } from "./look-alikes.js";
import { nearestAccounts } from "./nearest.js";
import { findAccount, findFake, stateOf, successorOf } from "./registry.js";
import { addressesIn, decoded, hostOf, ownerIn, pathOf, readName, targetOf, withoutScheme } from "./texts.js";

const SHOWN_LENGTH = 160;
const LONGEST_WORDS = 120;
// Links that lead on to links are followed so far: no honest one goes further.
const MOST_STEPS = 3;
// Parts of an address in other networks that are no name.
const NO_NAMES = new Set(["channel", "join", "joinchat", "public", "share", "user", "video", "watch"]);

// A checker over one registry: a function from any text to its answer.
// `hosts` are the known hosts of the index: other networks, shorteners, those with the same names as a network.
export function makeChecker(rules, registry, hosts) {
  let names = null;
  const context = {
    rules,
    registry,
    hosts,
    // Only addresses that the registry does not know need the names; most are asked about once and never again.
    names: () => (names ??= readNames(registry.accounts.filter((one) => stateOf(one, registry.asOf) === "open"), rules)),
    networkName: (id) => rules.networks.find((network) => network.id === id).name,
  };
  return (text) => ({ asked: visible(text), remarks: [], offers: [], ...answer(text, context) });
}

// A text as it can be shown: what nobody sees is spelled out, what is endless is cut.
export function visible(text) {
  const shown = [...text.slice(0, 2 * SHOWN_LENGTH)].map((character) => (INVISIBLE.test(character)
    ? `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]` : character));
  const cut = shown.slice(0, SHOWN_LENGTH).join("").trim();
  return shown.length > SHOWN_LENGTH ? `${cut}…` : cut;
}

function answer(text, context) {
  const { rules, hosts } = context;
  const { reason } = readAddress(text, rules);
  if (!reason || ["too-long", "empty"].includes(reason)) return ofAddress(text, context);
  const named = readName(text);
  if (named) return ofName(named, context);
  const isMessage = /\S\s+\S/.test(text);
  if (isMessage || reason === "several") {
    const found = addressesIn(text, rules, hosts);
    if (found.length === 1) {
      const only = found[0];
      const own = readName(only) ? ofName(readName(only), context) : ofAddress(only, context);
      return { asked: visible(only), ...own, remarks: [{ kind: "message", address: visible(only) }, ...(own.remarks ?? [])] };
    }
    if (found.length || reason === "several") return { kind: "several", offers: offersOf(found, context) };
    if (reason === "malformed") return { kind: "malformed", words: wordsOf(text) };
  }
  return ofAddress(text, context);
}

// What would be said of each address.
function offersOf(texts, context) {
  return texts.map((text) => ({ text: visible(text), kind: answer(text, context).kind }));
}

// A name without a network is looked for in every network: «@school», as people write to one another.
function ofName({ name, said }, context) {
  const pages = context.rules.networks
    .map(({ canonicalHost }) => readAddress(`https://${canonicalHost}/${name}`, context.rules)).filter(({ reason }) => !reason);
  const answers = pages.map((page) => ofPage(page, context));
  const best = answers.find(({ kind }) => !["unknown", "look-alike"].includes(kind))
    ?? answers.find(({ kind }) => kind === "look-alike") ?? answers[0];
  if (!best) return said ? { kind: "malformed" } : { kind: "malformed", words: name };
  const found = { ...best, remarks: [{ kind: "name", address: best.address }, ...(best.remarks ?? [])] };
  return said || best.kind !== "unknown" ? found : { ...found, words: name, otherwise: { offers: [], asked: name, ...found } };
}

function ofAddress(text, context, steps = 0) {
  const target = steps < MOST_STEPS ? targetOf(text, context.rules) : null;
  if (target) {
    const found = ofAddress(target, context, steps + 1);
    return { asked: visible(target), ...found, remarks: [{ kind: "leads-on", address: visible(target) }, ...(found.remarks ?? [])] };
  }
  const found = readAddress(text, context.rules);
  if (!found.reason) return withInner(ofPage(found, context), text, found.network, context);
  const network = found.network && context.networkName(found.network);
  switch (found.reason) {
    case "content": {
      const owner = found.suggestion ?? pageOfOwner(pathOf(text), found.network, context);
      return owner ? ofThing(owner, context) : { kind: "content", network };
    }
    case "not-a-page": {
      // A post opened from the news feed: vk.com/feed?w=wall-1_2.
      const inner = innerPage(text, found.network, context);
      return inner ? ofThing(inner.canonical, context) : { kind: "not-a-page", network };
    }
    case "look-alike":
      return { kind: "pretender", network, ...meant(found.suggestion, context) };
    case "foreign-host":
      return ofHost(text, context, steps);
    case "several":
      return { kind: "several", offers: offersOf(addressesIn(text, context.rules, context.hosts), context) };
    case "malformed":
      return ofMalformed(text, found.network, context);
    default:
      return { kind: found.reason, network };
  }
}

// The page of the owner whose name a path has after «@»; null without one.
function pageOfOwner(path, network, context) {
  const owner = ownerIn(path);
  if (!owner) return null;
  const { canonicalHost } = context.rules.networks.find(({ id }) => id === network);
  const page = `https://${canonicalHost}/${owner}`;
  return readAddress(page, context.rules).reason ? null : page;
}

// A host of no network of the registry: another network, a shortener, a host with the same names as a network, a site.
function ofHost(text, context, steps) {
  const { same, short, networks } = context.hosts;
  const host = hostOf(text);
  const twin = Object.hasOwn(same, host) && context.rules.networks.find(({ hosts }) => hosts.includes(same[host]));
  if (twin && steps < MOST_STEPS) {
    const path = splitAuthority(withoutScheme(text))[1];
    const owner = pageOfOwner(decoded(path), twin.id, context);
    return owner ? ofThing(owner, context) : ofAddress(`https://${twin.canonicalHost}${path}`, context, steps + 1);
  }
  if (short.includes(host)) return { kind: "short-link", host: visible(host) };
  const name = nameElsewhere(pathOf(text));
  if (!Object.hasOwn(networks, host)) return { kind: "foreign-host", host: visible(host), remarks: elsewhere(name, context) };
  const named = elsewhere(name, context).map(({ account }) => account);
  const accounts = named.length || !name ? named : nearestAccounts(name, null, context.names());
  return {
    kind: "other-network",
    network: networks[host],
    remarks: accounts.length ? [{ kind: "neighbours", accounts }] : [],
    name,
    known: accounts.length > 0,
    nobody: !accounts.length,
  };
}

function ofPage(page, context) {
  const { registry } = context;
  const about = { address: page.canonical, network: context.networkName(page.network) };
  // First of all: others may have taken over an address that an organization gave up.
  const fake = findFake(page, registry);
  if (fake) return { ...about, kind: "fake", fake, accounts: openPagesOf(fake.organization.id, context) };
  const found = findAccount(page, registry);
  if (!found) {
    const former = registry.former[page.canonical];
    return former ? { ...about, kind: "former", former } : { ...about, ...ofUnknown(page, context) };
  }
  const { account, previous } = found;
  const state = stateOf(account, registry.asOf);
  if (previous) return { ...about, kind: "moved", account, previous, successor: successorOf(account, registry.asOf) };
  if (state === "closed") return { ...about, kind: "closed", account, successor: successorOf(account, registry.asOf) };
  if (state === "lost") {
    return { ...about, kind: account.lost.how, account, accounts: openPagesOf(account.organization.id, context) };
  }
  const remarks = page.canonical === account.url ? [] : [{ kind: "same-page" }];
  return { ...about, kind: state === "planned" ? "planned" : "official", account, remarks };
}

// The official pages in use of an organization: where a reader of a false page should have gone.
function openPagesOf(organization, { rules, registry }) {
  const open = registry.accounts
    .filter((one) => one.organization.id === organization && stateOf(one, registry.asOf) === "open");
  return rules.networks.flatMap(({ id, name }) => (
    open.filter((one) => one.network === id).map((one) => ({ ...one, networkName: name }))));
}

function ofUnknown(page, context) {
  const { registry } = context;
  if (page.inn !== null) return { kind: "unknown", remarks: [remarkOnOwner(page.inn, registry)] };
  if (!registry.accounts.length) return { kind: "unknown", remarks: [{ kind: "empty-registry" }] };
  if (page.numericId !== null) {
    const isComplete = registry.accounts.every((one) => one.network !== page.network || one.numericId !== null);
    return { kind: "unknown", remarks: isComplete ? [] : [{ kind: "numbers-missing" }] };
  }
  const name = nameOf(page.canonical);
  const close = closeNames(name, page.network, context.names(), context.rules.twins);
  if (close.twin) return { kind: "look-alike", account: close.twin };
  const near = close.neighbours.length || close.elsewhere.length
    ? close.neighbours : nearestAccounts(name, page.network, context.names());
  const neighbours = near.length ? [{ kind: "neighbours", accounts: near }] : [];
  return { kind: "unknown", name, remarks: [...close.elsewhere.map((account) => ({ kind: "elsewhere", account })), ...neighbours] };
}

// The network itself wrote the owner's INN into the address: an organization of the registry, or another one.
function remarkOnOwner(inn, { owners }) {
  const organization = Object.hasOwn(owners, inn) ? owners[inn] : null;
  return organization ? { kind: "inn-known", account: { organization } } : { kind: "inn-foreign" };
}

// A post, an album, a video: what counts is the page it belongs to.
function ofThing(page, context) {
  const found = ofPage(readAddress(page, context.rules), context);
  return { ...found, remarks: [{ kind: "thing", address: page }, ...(found.remarks ?? [])] };
}

// A page's address may open a thing of quite another page over it: vk.com/school?w=wall-1_2. Whose it is can be told only
// where the registry knows the number of the page itself.
function withInner(found, text, network, context) {
  const inner = innerPage(text, network, context);
  if (!inner || inner.canonical === found.address) return found;
  const owner = findAccount(inner, context.registry);
  const own = found.account;
  if (own && (owner?.account === own || own.numericId === null)) return found;
  const isOpen = owner && !owner.previous && stateOf(owner.account, context.registry.asOf) === "open";
  if (!own && !isOpen) return found;
  const remark = isOpen ? { kind: "inner-official", account: owner.account } : { kind: "inner-unknown", address: inner.canonical };
  return { ...found, remarks: [...(found.remarks ?? []), remark] };
}

function innerPage(text, network, context) {
  const { canonicalHost } = context.rules.networks.find(({ id }) => id === network);
  const query = /\?([^#]*)/.exec(text)?.[1] ?? "";
  for (const value of new URLSearchParams(query).values()) {
    const thing = readAddress(`https://${canonicalHost}/${value.split("/", 1)[0]}`, context.rules);
    if (thing.reason === "content" && thing.suggestion) return readAddress(thing.suggestion, context.rules);
  }
  return null;
}

// The page that the address of a pretending site was made to look like.
function meant(address, context) {
  if (!address) return {};
  const found = findAccount(readAddress(address, context.rules), context.registry);
  const isOpen = found && !found.previous && stateOf(found.account, context.registry.asOf) === "open";
  return isOpen ? { account: found.account } : {};
}

function ofMalformed(text, networkId, context) {
  if (INVISIBLE.test(text.trim())) return { kind: "invisible" };
  const offers = offersOf(addressesIn(text, context.rules, context.hosts).filter((one) => one !== text.trim()), context);
  if (networkId !== null) {
    const network = context.networkName(networkId);
    const twin = twinInLatin(text, networkId, context);
    if (twin) return { kind: "look-alike", network, account: twin };
    const hasLetters = /[^\x00-\x7f]/.test(pathOf(text));
    return hasLetters && !offers.length ? { kind: "letters", network } : { kind: "malformed", offers };
  }
  return { kind: "malformed", offers, words: wordsOf(text) };
}

// A text as words to look for, a name or a number; null for what is neither, or too long to be one.
function wordsOf(text) {
  const words = text.trim().replace(/\s+/g, " ");
  const isWords = /^[\p{L}\p{M}\p{N}\s№"'«»“”„.,!?:;()&+–—-]+$/u.test(words) && /\p{L}|\d{5}/u.test(words.replace(/\s/g, ""));
  return isWords && words.length <= LONGEST_WORDS ? words : null;
}

// The registered page that a path shows when its foreign letters are read as the Latin ones they are drawn like.
function twinInLatin(text, network, context) {
  const path = pathOf(text);
  if (!/[^\x00-\x7f]/.test(path)) return null;
  const { canonicalHost } = context.rules.networks.find(({ id }) => id === network);
  let latin = "";
  for (const character of withoutMarks(path)) {
    latin += character < "\x80" ? character : context.rules.twins.get(character.toLowerCase()) ?? character;
  }
  const page = readAddress(`https://${canonicalHost}${latin}`, context.rules);
  if (page.reason) return null;
  const found = ofPage(page, context);
  return ["official", "look-alike"].includes(found.kind) ? found.account : null;
}

// Official pages elsewhere of the name that an address of another network has.
function elsewhere(name, context) {
  if (!name) return [];
  return closeNames(name, null, context.names(), context.rules.twins).elsewhere
    .map((account) => ({ kind: "elsewhere", account }));
}

function nameOf(address) {
  return splitAuthority(address.replace(/^https:\/\//, ""))[1].slice(1);
}

// The first part of a path that may be somebody's name.
function nameElsewhere(path) {
  return path.split("/").map((part) => part.replace(/^@/, ""))
    .find((part) => /^[a-z][a-z0-9_.-]{2,63}$/i.test(part) && !NO_NAMES.has(part.toLowerCase()));
}
