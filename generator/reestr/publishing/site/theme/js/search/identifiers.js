// What names a record outright: the address of a page in any form, a handle, INN, OGRN, the number of a page or of a
// clause. Columns are short enough to be looked through: 20,000 addresses take about a millisecond.

import { readAddress } from "../check/addresses.js";

const SCHEME = /^(?:https?:)?\/\//i;

// The documents a query names, best first. `alone` says that the query is nothing but an identifier, so that its words
// need not be looked for; `literal` is what to mark in what is shown.
export function identify(query, documents) {
  const text = query.trim();
  for (const read of [byAddress, byDigits, byClause, byHandle]) {
    const found = read(text, documents);
    if (found) return found;
  }
  return { numbers: [], alone: false, literal: "" };
}

function byAddress(text, documents) {
  if (/\s/.test(text) || !(SCHEME.test(text) || /^(?=[^/@]+\.[^/@])[^/@]+(?:\/|$)/.test(text))) return null;
  const read = readAddress(text, documents.addressRules);
  // A post, an album leads to the page it belongs to; of an address that is none only the beginning may be there yet.
  const { network, canonical, numericId } = read.suggestion ? readAddress(read.suggestion, documents.addressRules) : read;
  const url = canonical ?? (network && text);
  const numbers = url ? pagesOf(url, network, numericId, documents) : sitesOf(text, documents);
  // «2.2» and «school.1» look like hosts as well; only what cannot be anything else is an address without a hit.
  return numbers.length || network || SCHEME.test(text) ? { numbers, alone: true, literal: "", address: true } : null;
}

function pagesOf(canonical, network, numericId, documents) {
  // The canonical address has the letters that its network counts; of what somebody has begun to type, none count.
  const url = canonical.replace(SCHEME, "");
  const { accounts, networks } = documents;
  const exact = places(accounts.url, (own, place) => own === url
    || (numericId && accounts.number[place] === numericId && networks[accounts.network[place]].id === network));
  const before = accounts.previous.filter(([, own]) => own === url).map(([place]) => place);
  const begun = exact.length || before.length ? [] : places(accounts.url, (own) => own.toLowerCase().startsWith(url.toLowerCase()));
  return withOwners([...exact, ...before, ...begun], documents);
}

function sitesOf(text, documents) {
  const bare = text.replace(SCHEME, "").split(/[/?#]/, 1)[0].toLowerCase().replace(/^www\./, "");
  const found = places(documents.organizations.site, (site) => site.split("/", 1)[0].replace(/^www\./, "") === bare);
  return found.map((place) => documents.number("organizations", place));
}

function byDigits(text, documents) {
  const digits = text.replace(/^(?:инн|огрн|id|№)\s*:?/iu, "").replace(/[\s\u00a0-]/g, "");
  if (!/^\d{5,20}$/.test(digits)) return null;
  const { organizations, accounts } = documents;
  const found = places(organizations.inn, (inn, place) => inn.startsWith(digits)
    || organizations.ogrn[place].startsWith(digits));
  const pages = places(accounts.number, (number) => number.startsWith(digits));
  if (!found.length && !pages.length) return null;
  const numbers = [
    ...found.map((place) => documents.number("organizations", place)),
    ...withOwners(pages, documents),
    ...found.flatMap((place) => documents.accountsOf.get(place) ?? []).map((place) => documents.number("accounts", place)),
  ];
  return { numbers: [...new Set(numbers)], alone: true, literal: digits };
}

function byClause(text, documents) {
  const match = text.match(/^(?:п(?:ункт)?\.?\s*(\d+(?:\.\d+)*)|(\d+(?:\.\d+)+))\.?$/iu);
  const number = match?.[1] ?? match?.[2];
  if (!number) return null;
  const { clauses, requirements } = documents;
  const numbers = [
    ...places(clauses.number, (own) => own === number).map((place) => documents.number("clauses", place)),
    ...places(requirements.clause, (names) => names.split(";").some((name) => numberOf(name) === number))
      .map((place) => documents.number("requirements", place)),
  ];
  return numbers.length ? { numbers, alone: true, literal: number } : null;
}

const numberOf = (name) => name.match(/\d+(?:\.\d+)*/)?.[0];

function byHandle(text, documents) {
  const handle = text.replace(/^@/, "").toLowerCase();
  if (!/^[a-z0-9_.-]{2,64}$/.test(handle)) return null;
  const { accounts } = documents;
  const found = places(accounts.url, (url) => url.slice(url.lastIndexOf("/") + 1).toLowerCase() === handle);
  return found.length ? { numbers: withOwners(found, documents), alone: false, literal: handle } : null;
}

const places = (column, fits) => column.reduce((found, value, place) => {
  if (fits(value, place)) found.push(place);
  return found;
}, []);

// Accounts and, after them, the organizations they belong to.
function withOwners(accounts, documents) {
  const owners = accounts.map((place) => documents.number("organizations", documents.accounts.organization[place]));
  return [...new Set([...accounts.map((place) => documents.number("accounts", place)), ...owners])];
}
