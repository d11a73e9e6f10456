// The conditions of a table as they stand in the page's address: q, sort=column:direction, and for each facet its
// values, `sphere=education&sphere=culture`. A second table of a page puts its scope before each name.

const DIRECTIONS = ["ascending", "descending"];

// What search engines and mailings add to an address: nobody meant it as a condition.
const MARKS_OF_OTHERS = /^(utm_|y?clid$|ysclid$|gclid$|fbclid$|etext$|_openstat$|from$|ref$)/;

const SHOWN_OF_UNKNOWN = 60;

// The conditions that the address names: { words, chosen: facet's key -> Set of values, order } and what it names in
// vain. facets: key -> Set of the values there are; sortable: keys; alien: whether no table of the page knows a name.
export function readAddress(scope, facets, sortable, alien) {
  const parameters = new URLSearchParams(location.search);
  const chosen = new Map([...facets.keys()].map((key) => [key, new Set()]));
  const unknown = [];
  let order = null;
  let unknownOrder = "";
  for (const [name, value] of parameters) {
    const key = name.startsWith(scope) ? name.slice(scope.length) : null;
    if (key === "q") continue;
    if (key === "sort") {
      const [column, direction = "ascending"] = value.split(":");
      if (sortable.has(column) && DIRECTIONS.includes(direction)) order = { key: column, direction };
      else if (value) unknownOrder = short(value);
    } else if (facets.get(key)?.has(value)) chosen.get(key).add(value);
    else if (value && (facets.has(key) || (alien(name) && !MARKS_OF_OTHERS.test(name)))) unknown.push(short(`${name}=${value}`));
  }
  return { words: parameters.get(`${scope}q`) ?? "", chosen, order, unknown, unknownOrder };
}

const short = (text) => (text.length > SHOWN_OF_UNKNOWN ? `${text.slice(0, SHOWN_OF_UNKNOWN)}…` : text);

// The address that names these conditions; what it said of other things stays.
export function addressOf(scope, { words, chosen, order }) {
  const address = new URL(location.href);
  const parameters = address.searchParams;
  for (const name of ["q", "sort", ...chosen.keys()]) parameters.delete(scope + name);
  if (words.trim()) parameters.set(`${scope}q`, words.trim());
  for (const [key, values] of chosen) for (const value of values) parameters.append(scope + key, value);
  if (order) parameters.set(`${scope}sort`, `${order.key}:${order.direction}`);
  return address.href;
}

// Puts the address into the history: a step of its own for what was chosen, none for what is still being typed.
export function putAddress(href, asStep) {
  if (href === location.href) return;
  history[asStep ? "pushState" : "replaceState"](null, "", href);
}
