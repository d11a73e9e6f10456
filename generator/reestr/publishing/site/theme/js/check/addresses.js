// The one canonical form of a network page's address: the same rules as generator/reestr/registry/addresses.py, held to the same
// table of vectors (tests/vectors/urls.yaml). Hosts and forms are those of the network records and come with the index.
//
// Where the languages differ, this is written so that both say the same:
// - Python counts characters, JavaScript halves of surrogate pairs: lengths are counted by code point.
// - `\s`, `\w` and `.` mean other characters in Python. Those that only one of them calls blank (U+0085, U+FEFF, ...) are
//   all in INVISIBLE, which is looked for first; letters are named by their Unicode categories.
// - The patterns of records run as they are, on ASCII only: form_faults lets pass what both read alike.

import { readTwins, shows, skeleton, withoutMarks } from "./look-alikes.js";

const OUTER_BLANKS = /^[ \t\r\n\u00a0\ufeff]+|[ \t\r\n\u00a0\ufeff]+$/g;

export const INVISIBLE =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e01ef}]/u;

const ADDRESS = new RegExp(
  "^(?:(?:https?:)?//)?"
  + "([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)"
  + "(?::(?:80|443))?"
  + "(/[a-z0-9._~/@!$&'()*+=-]*)?"
  + "(?:[?#][^\\s\\\\]*)?$",
  // Without `u`: with it, `i` takes the Kelvin sign for a k.
  "i",
);
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const HOST_AND_PORT = /^(?=[^/?#:@]+\.[^/?#:@])[^/?#:@]+:[0-9]*(?:[/?#]|$)/;
const LOOKS_LIKE_ADDRESS = /^(?:[A-Za-z][A-Za-z0-9+-]*:\/\/|[^\s/@:]+\.[\p{L}\p{Nl}\p{No}]{2,}(?:[/?#:]|$))/u;
const EMAIL = /^(?:[Mm][Aa][Ii][Ll][Tt][Oo]:[^/?#]*|[^@/?#:\s]+@[^@/?#:\s]+)(?:\?[^\n]*)?$/;
const DEFAULT_PORT = /:(?:80|443)$/;
const LABEL_SEPARATOR = /[.。．｡]/;
const LABEL = /^[\p{L}\p{N}]+(?:-+[\p{L}\p{N}]+)*$/u;
const TEMPLATE_GROUP = /\{([0-9])\}/g;

// The rules ready for use, from what the index says of them. Throws SyntaxError for a pattern this browser cannot read.
export function readRules({ maximum_length: maximumLength, drawn_like: drawnLike, networks }) {
  const twins = readTwins(drawnLike);
  return {
    maximumLength,
    twins,
    networks: networks.map(({ id, name, canonical_host: canonicalHost, hosts, forms }) => ({
      id,
      name,
      canonicalHost,
      hosts,
      twinHosts: hosts.map((host) => skeleton(host, twins)),
      forms: forms.map(({ path, page, numeric_id: numericId, inn, refuse, ignore_case: ignoreCase }) => ({
        path: new RegExp(path), page, numericId, inn, refuse, ignoreCase,
      })),
    })),
  };
}

// The page that a text points to, {network, canonical, numericId, inn, host}, or why it is none: {reason, network, suggestion}.
// Network, number, INN and suggestion are null where there is none. Never throws for any text.
export function readAddress(text, rules) {
  if (isLongerThan(text, rules.maximumLength)) return refusal("too-long");
  const trimmed = text.replace(OUTER_BLANKS, "");
  if (!trimmed) return refusal("empty");
  const match = ADDRESS.exec(trimmed);
  if (!match || INVISIBLE.test(trimmed)) return explain(trimmed, rules);
  const host = match[1].toLowerCase();
  const path = withoutFinalSlashes(match[2] ?? "");
  const network = rules.networks.find(({ hosts }) => hosts.includes(host));
  return network ? matchForms(network, host, path) : notRegistered(host, path, rules);
}

function refusal(reason, network = null, suggestion = null) {
  return { reason, network: network && network.id, suggestion };
}

function isLongerThan(text, limit) {
  if (text.length <= limit) return false;
  return text.length > 2 * limit || [...text].length > limit;
}

function withoutFinalSlashes(path) {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

// Where letters do not count, the path is made small; else it is matched, and put into the address, as it is written.
function matchForm({ path: pattern, ignoreCase }, path) {
  return pattern.exec(ignoreCase ? path.toLowerCase() : path);
}

function matchForms(network, host, path) {
  // A browser resolves `/group/1/../../profile/2` to another page than the one that a form would see.
  if (path.includes("/.") && DOT_SEGMENT.test(path)) return refusal("malformed", network);
  for (const form of network.forms) {
    const match = matchForm(form, path);
    if (!match) continue;
    if (form.refuse) return refusal(form.refuse, network, pageSuggestion(network, form, match));
    if (form.page !== undefined) {
      const numericId = form.numericId === undefined ? null : fill(form.numericId, match);
      const inn = form.inn === undefined ? null : fill(form.inn, match);
      return { network: network.id, canonical: fill(form.page, match), numericId, inn, host };
    }
  }
  return refusal("not-a-page", network);
}

// The page a refused thing belongs to, unless that page would be refused too (a person's article).
function pageSuggestion(network, form, match) {
  if (form.page === undefined) return null;
  const page = fill(form.page, match);
  const root = `https://${network.canonicalHost}`;
  const path = page.startsWith(root) ? page.slice(root.length) : page;
  for (const candidate of network.forms) {
    const owner = matchForm(candidate, path);
    if (owner) return candidate.refuse || candidate.page === undefined ? null : fill(candidate.page, owner);
  }
  return null;
}

// Tells a service host of a network, a host that pretends to be a network's and a quite different host apart.
function notRegistered(host, path, rules) {
  const plain = skeleton(host, rules.twins);
  for (const network of rules.networks) {
    if (network.hosts.some((known) => host.endsWith(`.${known}`))) return refusal("not-a-page", network);
  }
  for (const network of rules.networks) {
    if (network.twinHosts.includes(plain)) {
      const page = matchForms(network, network.canonicalHost, path);
      return refusal("look-alike", network, page.canonical ?? null);
    }
    if (network.twinHosts.some((twin) => shows(plain, twin))) return refusal("look-alike", network);
  }
  return refusal("foreign-host");
}

// Why a text that does not fit ADDRESS is refused: what misleads most is said first.
function explain(text, rules) {
  if (INVISIBLE.test(text)) return refusal("malformed");
  const beforeQuery = text.split(/[?#]/, 1)[0];
  const isSeveral = beforeQuery.split("://").length > 2
    || countAddresses(text, /\s+/) > 1 || countAddresses(beforeQuery, /[\s,;|]+/) > 1;
  if (isSeveral) return refusal("several");
  if (text.includes("\\")) return refusal("malformed");
  if (EMAIL.test(text)) return refusal("email");
  let rest = text;
  const scheme = SCHEME.exec(text);
  if (scheme && !HOST_AND_PORT.test(text)) {
    if (!["http", "https"].includes(scheme[1].toLowerCase())) return refusal("scheme");
    rest = text.slice(scheme[0].length);
    if (!rest.startsWith("//")) return refusal("malformed");
  }
  if (rest.startsWith("@")) return refusal("malformed");
  const [authority, path] = splitAuthority(rest.startsWith("//") ? rest.slice(2) : rest);
  if (authority.includes("@")) return refusal("userinfo");
  let host = authority.replace(DEFAULT_PORT, "");
  if (/^[\x00-\x7f]*$/.test(host)) host = host.toLowerCase();
  const labels = host.split(LABEL_SEPARATOR);
  if (labels.length < 2 || !labels.every((label) => LABEL.test(withoutMarks(label)))) return refusal("malformed");
  const network = rules.networks.find(({ hosts }) => hosts.includes(host));
  if (network) return refusal("malformed", network);
  return notRegistered(host, ADDRESS.test(`a.b${path}`) ? withoutFinalSlashes(path) : "", rules);
}

// The part before the first slash, question mark or hash, and the path after it without query and fragment.
export function splitAuthority(text) {
  const authority = text.split(/[/?#]/, 1)[0];
  return [authority, text.slice(authority.length).split(/[?#]/, 1)[0]];
}

function countAddresses(text, separators) {
  return text.split(separators).filter((part) => LOOKS_LIKE_ADDRESS.test(part)).length;
}

function fill(template, match) {
  return template.replace(TEMPLATE_GROUP, (slot, number) => match[Number(number)] ?? "");
}
