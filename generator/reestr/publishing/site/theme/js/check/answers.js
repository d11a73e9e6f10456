// What the checker says of a text: a plain value, which card.js shows. Every text gets an answer, whatever it is.
//
// {kind, asked, ...}: `kind` names the template of the answer, `asked` is the text as it can be shown. With it go, where
// there are such: `network` (its name), `address` (what was checked, canonical), `account`, `former`, `previous`, `successor`,
// `fake` and `accounts` (the official pages of the organization that it pretends to be), `host`, `remarks` ([{kind, ...}]), `offers` (addresses that may have been meant) and `words` (to search the list for).

import { INVISIBLE, readAddress, splitAuthority } from "./addresses.js";
import { closeNames, readNames } from "./close-names.js";
import { withoutMarks } from "./look-alikes.js";
import { findAccount, findFake, stateOf, successorOf } from "./registry.js";

const SHOWN_LENGTH = 160;
const MOST_OFFERS = 4;
const LONGEST_WORDS = 80;

// A checker over one registry: a function from any text to its answer.
export function makeChecker(rules, registry) {
  let names = null;
  const context = {
    rules,
    registry,
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
  const found = readAddress(text, context.rules);
  if (!found.reason) return withInner(ofPage(found, context), text, found.network, context);
  const network = found.network && context.networkName(found.network);
  switch (found.reason) {
    case "content":
      if (!found.suggestion) return { kind: "content", network };
      return ofThing(found.suggestion, context);
    case "not-a-page": {
      // A post opened from the news feed: vk.com/feed?w=wall-1_2.
      const inner = innerPage(text, found.network, context);
      return inner ? ofThing(inner.canonical, context) : { kind: "not-a-page", network };
    }
    case "look-alike":
      return { kind: "pretender", network, ...meant(found.suggestion, context) };
    case "foreign-host":
      return { kind: "foreign-host", host: visible(hostOf(text)), remarks: elsewhere(lastName(text), null, context) };
    case "several":
      return { kind: "several", offers: addressesIn(text, context) };
    case "malformed":
      return ofMalformed(text, found.network, context);
    default:
      return { kind: found.reason, network };
  }
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
  const neighbours = close.neighbours.length ? [{ kind: "neighbours", accounts: close.neighbours }] : [];
  return { kind: "unknown", remarks: [...close.elsewhere.map((account) => ({ kind: "elsewhere", account })), ...neighbours] };
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
  const offers = addressesIn(text, context);
  if (networkId !== null) {
    const network = context.networkName(networkId);
    const twin = twinInLatin(text, networkId, context);
    if (twin) return { kind: "look-alike", network, account: twin };
    const hasLetters = /[^\x00-\x7f]/.test(pathOf(text));
    return hasLetters && !offers.length ? { kind: "letters", network } : { kind: "malformed", offers };
  }
  const words = text.trim().replace(/\s+/g, " ");
  const isWords = words.length <= LONGEST_WORDS && /^[\p{L}\p{N}\s№"'«».,()-]*\p{L}[\p{L}\p{N}\s№"'«».,()-]*$/u.test(words);
  return { kind: "malformed", offers, words: isWords ? words : null };
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

// Addresses of pages inside a text, in the form to be checked; a bare name is tried in every network.
function addressesIn(text, context) {
  const { rules } = context;
  const trimmed = text.trim();
  const parts = text.slice(0, rules.maximumLength).replace(/https?:[/\\]*/gi, " ").split(/[\s,;|<>()"'«»]+/)
    .map((part) => decodedPath(part.replace(/[.:!?]+$/, "")));
  const bare = /^@?([a-z0-9_.-]{2,64})$/i.exec(trimmed)?.[1];
  if (bare) parts.push(...rules.networks.map(({ canonicalHost }) => `${canonicalHost}/${bare}`));
  const found = parts.map((part) => readAddress(part, rules)).map((page) => page.canonical ?? page.suggestion);
  return [...new Set(found.filter(Boolean))].slice(0, MOST_OFFERS);
}

function elsewhere(name, network, context) {
  if (!name) return [];
  return closeNames(name, network, context.names(), context.rules.twins).elsewhere
    .map((account) => ({ kind: "elsewhere", account }));
}

function nameOf(address) {
  return splitAuthority(address.replace(/^https:\/\//, ""))[1].slice(1);
}

function withoutScheme(text) {
  return text.trim().replace(/^(?:https?:)?\/\//i, "");
}

function hostOf(text) {
  return splitAuthority(withoutScheme(text))[0];
}

function pathOf(text) {
  return decodedPath(splitAuthority(withoutScheme(text))[1]);
}

function lastName(text) {
  return pathOf(text).replace(/\/+$/, "").split("/").pop();
}

// `%D1%88` as the letter it stands for; a text that decodes to nothing stays.
function decodedPath(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
