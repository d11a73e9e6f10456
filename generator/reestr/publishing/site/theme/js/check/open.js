// The one door to the data of the checker: which file is fetched, and when, is known here only.

import { readRules } from "./addresses.js";
import { makeChecker } from "./answers.js";
import { readRegistry, stateOf } from "./registry.js";

// One checker for all fields of a page; a failed attempt is forgotten, so that the next question tries again.
let opening = null;

// {check, pagesOf, asOf, answers}: a function from any text to its answer, one from an organization's id to its name and its
// official pages in the order of the networks, the day of the data, and for each kind of answer its tone and its title. `root` is the address of the site's root with a final slash. Rejects where the data cannot be had.
export function openChecker(root) {
  opening ??= load(root).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function load(root) {
  const response = await fetch(new URL("check/index.json", root));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const index = await response.json();
  const rules = readRules(index);
  const registry = readRegistry(index, rules);
  return {
    check: makeChecker(rules, registry, index.hosts),
    pagesOf: (organization) => pagesOf(organization, registry, rules),
    asOf: index.as_of,
    answers: index.answers,
  };
}

function pagesOf(organization, { accounts, asOf }, { networks }) {
  const own = accounts.filter((one) => one.organization.id === organization && stateOf(one, asOf) === "open");
  return {
    name: own[0]?.organization.name ?? "",
    pages: networks.flatMap(({ id, name }) => (
      own.filter(({ network }) => network === id).map(({ url }) => ({ url, network: name })))),
  };
}
