// What searching has to know of Russian: where words end, which of their forms are one word, which say nothing, and
// what was typed with the English layout on. A second language is another file with the same exports.

import { russianStem } from "../vendor/search.js";

// Words that may be left out of a query and of a text alike.
const SILENT = new Set((
  "а без бы в во вот да для до же за и из или им их к как ко кто ли на над не ни но номер о об от по под при про с "
  + "со та так те то тот ту ты у что это я г"
).split(" "));

// What people say instead of the words of the records; both sides as stems.
const SAID_FOR = new Map(Object.entries({
  сош: "школ", оош: "школ", мбоу: "школ", доу: "сад", мбдоу: "сад", детсад: "сад", садик: "сад", дк: "культур",
  вк: "вконтакт", vk: "вконтакт", ок: "одноклассник", ok: "одноклассник",
}));

const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>";
const CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбюёйцукенгшщзхъфывапролджэячсмитьбю";

// Nouns in «-ей», of which Snowball makes several stems: «муз» of «музей», «музе» of «музея», «лиц» as of «лицо».
const ENDING_IN_EY = /^(музе|лице|хокке|юбиле|трофе|алле|галере)(?:й|я|ю|ей|ем|и|ев|ям|ями|ях)$/;

// A word is letters or digits, so that «№3», «школа3» and «контент-план» come apart; marks belong to their letter.
export const WORD = /[\p{L}\p{M}]+|\p{N}+/gu;

// One spelling of what may be written in several: capitals, ё, й made of two characters, a stress above a vowel.
export const fold = (text) => text.normalize("NFC").toLowerCase().replaceAll("\u0301", "").replaceAll("ё", "е");

export const split = (text) => text.match(WORD) ?? [];

// The form a word is indexed and looked for in; null for a word that says nothing.
export function term(text) {
  const word = fold(text);
  if (SILENT.has(word)) return null;
  // Three letters hold no ending to take off: «сад», «дом».
  const stem = word.match(ENDING_IN_EY)?.[1] ?? (word.length > 3 ? russianStem(word) : word);
  // Kindergartens and clubs bear diminutives: «Ёлочка» is found by «ёлка», «Белочка» by «белка».
  return SAID_FOR.get(stem) ?? stem.replace(/(?<=..)очк$/, "к");
}

// «irjkf» -> «школа»; null where a text cannot have come about that way.
export function otherLayout(text) {
  if (!/[a-z]/i.test(text)) return null;
  let made = "";
  for (const character of text) {
    const place = LATIN.indexOf(character);
    if (place >= 0) made += CYRILLIC[place];
    else if (/[\s\d№-]/.test(character)) made += character;
    else return null;
  }
  return made;
}
