// Full-text search and the Russian stemmer (Snowball): loaded only when a reader goes to the search box.
export { default as MiniSearch } from "minisearch";
export { stemmer as russianStem } from "@orama/stemmers/russian";
