// Addresses break between their words only, so that people can compare them letter by letter on a narrow screen.

const WORD = /[^/_.-]+[/_.-]*|[/_.-]+/g;
const ENDS_WITH_SIGN = /[/_.-]$/;

// An address, or a part of one, as nodes with a place to break a line behind its signs; as publishing/html/addresses.py
// has it.
export function breakable(address) {
  return (address.match(WORD) ?? []).flatMap((word) => (
    ENDS_WITH_SIGN.test(word) ? [word, document.createElement("wbr")] : [word]));
}

// A text as nodes, its addresses breakable.
export function withBreakableAddresses(text) {
  return text.split(/(\s)/).flatMap((part) => (part.includes(".") && part.includes("/") ? breakable(part) : [part]))
    .filter((node) => node !== "");
}
