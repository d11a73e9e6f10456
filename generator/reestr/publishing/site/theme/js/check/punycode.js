// The decoder of RFC 3492: `v-ttb` -> `vк`. Only what a look at a host needs; there is no encoder.
// Digits of both cases are read, as Python's codec does: the generator reads the same labels with it.

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_CODE_POINT = 0x80;

// Beyond this no number of the format can be right: code points end at 0x10ffff, labels at a few thousand letters.
// The bound also keeps every sum far below the numbers that JavaScript no longer counts exactly.
const TOO_MUCH = 2 ** 40;

function digit(code) {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  const letter = code & ~0x20;
  return letter >= 0x41 && letter <= 0x5a ? letter - 0x41 : -1;
}

function adapted(delta, isFirst, length) {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let divisions = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN));
    divisions += BASE;
  }
  return divisions + Math.floor((BASE * rest) / (rest + SKEW));
}

// The text behind `xn--` decoded, or null where it is no punycode.
export function decodePunycode(text) {
  if (/[^\x00-\x7f]/.test(text)) return null;
  const hyphen = text.lastIndexOf("-");
  const found = [...text.slice(0, Math.max(hyphen, 0))].map((character) => character.codePointAt(0));
  let codePoint = INITIAL_CODE_POINT;
  let position = -1;
  let bias = INITIAL_BIAS;
  let at = hyphen + 1;
  const start = at;
  while (at < text.length) {
    const isFirst = at === start;
    let delta = 0;
    let weight = 1;
    for (let step = BASE; ; step += BASE) {
      if (at >= text.length) return null;
      const value = digit(text.charCodeAt(at++));
      if (value < 0) return null;
      delta += value * weight;
      if (delta > TOO_MUCH) return null;
      const threshold = Math.min(Math.max(step - bias, T_MIN), T_MAX);
      if (value < threshold) break;
      weight *= BASE - threshold;
    }
    position += delta + 1;
    codePoint += Math.floor(position / (found.length + 1));
    // Halves of surrogate pairs are no characters: two of them side by side would become one.
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return null;
    position %= found.length + 1;
    found.splice(position, 0, codePoint);
    bias = adapted(delta, isFirst, found.length);
  }
  return String.fromCodePoint(...found);
}
