// What in a text is an address: the addresses of a message, the page that a link leads on to, a name without a network.

import { INVISIBLE, readAddress, splitAuthority } from "./addresses.js";

const MOST_ADDRESSES = 6;
const BETWEEN = /[\s,;|<>()"'«»“”„]+/;
const LAST_SIGNS = /[.:!?…]+$/;
const NAME = /^(@?)([a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_-])?)$/i;
const OWNER = /^\/(?:[a-z]+\/)?@([a-z0-9_]+(?:\.[a-z0-9_]+)*)(?:\/.*)?$/i;
const LEADING_ON = /^\/(?:away|share|dk)(?:\.php)?$/i;
// The names that networks give the parameter with the address behind such a link.
const TARGETS = ["to", "url", "st.link"];

export function withoutScheme(text) {
  return text.trim().replace(/^(?:https?:)?\/\//i, "");
}

// The host of an address as it is compared: small, without `www.` and the port.
export function hostOf(text) {
  return splitAuthority(withoutScheme(text))[0].toLowerCase().replace(/:\d+$/, "").replace(/^www\./, "");
}

// `%D1%88` as the letter it stands for; a text that decodes to nothing stays.
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function pathOf(text) {
  return decoded(splitAuthority(withoutScheme(text))[1]);
}

// A name without a network, {name, said}: `said` where «@» was written, as people write to one another. Null for any
// other text; of one without «@» a name has letters and is no host.
export function readName(text) {
  const match = NAME.exec(text.trim());
  if (!match) return null;
  const [, at, name] = match;
  return at || (/[a-z]/i.test(name) && !name.includes(".")) ? { name, said: at !== "" } : null;
}

// The addresses within a message, as they are written there, each once. What only resembles an address («г.Город») is
// none; a name with «@» counts where there is no address.
export function addressesIn(text, rules, hosts) {
  const parts = text.slice(0, rules.maximumLength).replace(/(?=https?:\/\/)/gi, " ").split(BETWEEN)
    .map((part) => part.replace(LAST_SIGNS, "")).filter(Boolean);
  const found = new Map();
  for (const part of parts) {
    const key = keyOf(part, rules, hosts);
    if (key !== null && !found.has(key)) found.set(key, part);
  }
  if (!found.size) for (const part of parts) if (readName(part)?.said) found.set(part.toLowerCase(), part);
  return [...found.values()].slice(0, MOST_ADDRESSES);
}

// What tells an address of a message from others; null for what is none.
function keyOf(part, rules, hosts) {
  const read = readAddress(decoded(part), rules);
  if (!read.reason) return read.canonical;
  switch (read.reason) {
    case "content": case "person": case "not-a-page": case "look-alike": case "userinfo":
      return part;
    case "foreign-host": {
      const host = hostOf(part);
      const isKnown = host in hosts.same || host in hosts.networks || hosts.short.includes(host);
      return isKnown || /^https?:\/\//i.test(part) ? part : null;
    }
    case "malformed":
      return read.network !== null || (INVISIBLE.test(part) && part.includes("/")) ? part : null;
    default:
      return null;
  }
}

// The address that a link of a network only leads on to (`vk.com/away.php?to=…`); null for any other text.
export function targetOf(text, rules) {
  const host = hostOf(text);
  const isOfNetwork = rules.networks.some(({ hosts }) => hosts.some((own) => host === own || host.endsWith(`.${own}`)));
  if (!isOfNetwork || !LEADING_ON.test(pathOf(text).replace(/\/+$/, ""))) return null;
  const query = new URLSearchParams(/\?([^#]*)/.exec(text)?.[1] ?? "");
  return TARGETS.map((name) => query.get(name)).find(Boolean) ?? null;
}

// The name after «@» in a path, as networks write the owner of a video: `/@name`, `/video/@name/all`. Null without one.
export function ownerIn(path) {
  return OWNER.exec(path)?.[1] ?? null;
}
