// Shows an answer: fills the templates that stand in the page, where all words are. Whatever a reader typed and whatever
// a record says is put in as text, never as markup.
//
// In a template, [data-slot=NAME] is filled with the value of that name, [data-if=NAME] stays only where there is one, and
// a[data-to=NAME] leads to the address of that name.

import { breakable } from "../breakable.js";
import { stateOf } from "./registry.js";

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// A text of unknown direction or origin: set apart, so that it cannot turn the sentence around it.
const quoted = (text) => element("bdi", {}, element("code", {}, ...breakable(text)));
const withoutScheme = (url) => url.replace(/^https:\/\//, "");

// What deceives in an address is marked in these answers: letters of another alphabet and what nobody sees, spelled out.
const DECEIVING = new Set(["pretender", "letters", "look-alike", "invisible"]);
const DECEPTION = /([^\x00-\x7f]+|\[U\+[0-9A-F]{4,6}\])/;

function exposed(text) {
  const parts = text.split(DECEPTION);
  return element("bdi", {}, element("code", {}, ...parts.flatMap((part, at) => (
    at % 2 ? element("mark", { textContent: part }) : breakable(part)))));
}

// Cards for the answers of one page; `root` is the way to the root of the site, `asOf` the day of its data, `answers` has the
// tone and the title of each kind of answer.
export function makeCards(host, { root, asOf, answers }) {
  const days = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const day = (iso) => element("time", { dateTime: iso, textContent: days.format(new Date(iso)) });
  const outbound = (url, shown = breakable(withoutScheme(url))) => element("a", {
    className: "out", href: url, rel: "noopener nofollow",
  }, ...shown);
  const offer = ({ text, kind }) => element("li", {},
    element("a", { href: linkTo(text) }, ...breakable(withoutScheme(text))), ` — ${answers[kind][1]}`);

  function organization({ id, organization: { id: owner, name } }) {
    const place = id === undefined ? "" : `#account-${encodeURIComponent(id)}`;
    return element("a", { href: `${root}organizations/${encodeURIComponent(owner)}/${place}`, textContent: name });
  }

  // An organization found by its name, with its official pages to be opened.
  function named({ id, title, state, pages }) {
    const links = pages.map(({ url, network }) => outbound(url, [element("b", { textContent: network }), " ", ...breakable(withoutScheme(url))]));
    const none = host.querySelector("template[data-no-pages]").content.cloneNode(true);
    return element("li", {},
      element("h3", {}, organization({ organization: { id, name: title } }), ...(state ? [` (${state})`] : [])),
      element("p", { className: "pages" }, ...(links.length ? links : [none])));
  }

  function filled(kind, name, values) {
    const made = host.querySelector(`template[data-${kind}="${name}"]`).content.cloneNode(true);
    for (const part of made.querySelectorAll("[data-if]")) if (!values[part.dataset.if]) part.remove();
    for (const slot of made.querySelectorAll("[data-slot]")) {
      slot.replaceChildren(...[values[slot.dataset.slot] ?? ""].flat());
    }
    for (const link of made.querySelectorAll("[data-to]")) link.href = values[link.dataset.to];
    return made;
  }

  function ofAccount(account) {
    return {
      organization: organization(account),
      url: outbound(account.url),
      since: account.openedOn && day(account.openedOn),
      closing: account.closed?.on && stateOf(account, asOf) === "open" && day(account.closed.on),
      marked: account.stateMark === true,
      unmarked: account.stateMark === false,
      "mark-unknown": account.stateMark === null,
    };
  }

  function ofFake(fake) {
    return {
      organization: organization(fake),
      found: day(fake.foundOn),
      seen: !fake.goneOn && fake.seenOn && day(fake.seenOn),
      gone: fake.goneOn && day(fake.goneOn),
    };
  }

  function remark({ kind, account, accounts, address, organizations }) {
    const items = accounts?.map((one) => element("li", {}, outbound(one.url), " — ", organization(one)));
    return filled("remark", kind, {
      ...(account?.url ? ofAccount(account) : account ? { organization: organization(account) } : {}), accounts: items,
      organizations: organizations?.map(named),
      address: address && quoted(withoutScheme(address)),
    });
  }

  function values(answer) {
    const { account, accounts, fake, former, previous, successor, address } = answer;
    const asked = answer.asked && (DECEIVING.has(answer.kind) ? exposed(answer.asked) : quoted(answer.asked));
    const [mine, theirs] = address && account ? differing(withoutScheme(address), withoutScheme(account.url)) : [];
    return {
      ...(account ? ofAccount(account) : {}),
      ...(former ? { organization: organization(former) } : {}),
      ...(fake ? ofFake(fake) : {}),
      genuine: accounts?.length && accounts.map((one) => element("li", {}, one.networkName, " — ", outbound(one.url))),
      "no-genuine": accounts?.length === 0,
      asked,
      address: address && quoted(withoutScheme(address)),
      network: answer.network,
      host: answer.host && quoted(answer.host),
      lost: account?.lost && day(account.lost.since),
      closed: account?.closed?.on && day(account.closed.on),
      taken: previous?.taken && day(previous.taken),
      until: (previous ?? former)?.until && day((previous ?? former).until),
      unreplaced: account && !successor,
      "successor-url": successor && outbound(successor.url),
      heir: successor && successor.organization.id !== account.organization.id && organization(successor),
      "asked-marked": mine ?? asked,
      "url-marked": account && outbound(account.url, theirs && [theirs]),
      remarks: answer.remarks.map(remark),
      offers: answer.offers.length && answer.offers.map(offer),
      words: answer.words && element("bdi", { textContent: answer.words }),
      organizations: answer.organizations?.map(named),
      total: answer.total || "",
      all: answer.words && `${root}search/?${new URLSearchParams({ q: answer.words })}`,
      known: answer.known,
      nobody: answer.nobody,
      self: address && linkTo(address),
    };
  }

  // The card of an answer, or of a state of the page itself ("loading", "unavailable").
  return {
    of: (answer) => filled("answer", answer.kind, values(answer)),
    state: (name) => filled("answer", name, {}),
  };
}

// The link to an answer, beginning at the page of the checker.
export function linkTo(text) {
  return `?${new URLSearchParams({ url: text })}`;
}

// Two addresses with the places marked where they differ.
function differing(left, right) {
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1;
  return [left, right].map((text) => {
    const middle = text.slice(start, text.length - end);
    const marked = middle ? [element("mark", { textContent: middle })] : [];
    return element("bdi", {}, element("code", {},
      ...breakable(text.slice(0, start)), ...marked, ...breakable(text.slice(text.length - end))));
  });
}
