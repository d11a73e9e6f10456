// Addresses break after «/» and «_» only, so that people can compare them letter by letter on a narrow screen and take no
// end of a line for a sign of the address; a word too long for a line also breaks after «-» and «.».

const WORD = /[^/_]+[/_]*|[/_]+/g;
const LONG_PART = /[^.-]{1,24}[.-]*|[.-]+/g;
const LONGEST_WORD = 24;

// An address, or a part of one, as nodes with a place to break a line behind its signs; as publishing/html/addresses.py
// has it.
export function breakable(address) {
  const parts = (address.match(WORD) ?? [])
    .flatMap((word) => (word.replace(/[/_]+$/, "").length > LONGEST_WORD ? word.match(LONG_PART) : [word]));
  return parts.flatMap((part, at) => (at < parts.length - 1 || /[/_]$/.test(part) ? [part, document.createElement("wbr")] : [part]));
}

// A text as nodes, its addresses breakable.
export function withBreakableAddresses(text) {
  return text.split(/(\s)/).flatMap((part) => (part.includes(".") && part.includes("/") ? breakable(part) : [part]))
    .filter((node) => node !== "");
}
