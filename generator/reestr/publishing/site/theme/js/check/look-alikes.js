// Which texts look like one another to a hurried reader: letters of other alphabets, punycode, a name inside a name.
// The same rules as generator/reestr/registry/look_alikes.py; the table of twins is that module's and comes with the index.

import { decodePunycode } from "./punycode.js";

// From {latin: "its twins"} to twin -> latin.
export function readTwins(drawnLike) {
  const twins = new Map();
  for (const [latin, drawn] of Object.entries(drawnLike)) {
    for (const twin of drawn) twins.set(twin, latin);
  }
  return twins;
}

// Compatibility and accented forms as plain letters: full-width, circled, with a cedilla.
export function withoutMarks(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}

// What a text looks like: two with one skeleton are mistaken for each other. Hosts may be in Unicode or in punycode.
export function skeleton(text, twins) {
  let plain = "";
  for (const character of withoutMarks(decoded(text)).toLowerCase()) plain += twins.get(character) ?? character;
  return plain;
}

// Whether a host shows the reader a known one that it is not: `vk.com.example.org`, `m.vk.com-login.ru`.
export function shows(host, known) {
  return `.${host}.`.includes(`.${known}.`) || `.${host}`.includes(`.${known}-`);
}

// A label that is no punycode stays as it is: it resembles nothing.
function decoded(host) {
  if (!/xn--/i.test(host)) return host;
  return host.split(".")
    .map((label) => (/^xn--/i.test(label) ? decodePunycode(label.slice(4)) ?? label : label))
    .join(".");
}
