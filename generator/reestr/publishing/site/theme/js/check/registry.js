// The accounts of the registry, from the columns of check/index.json, and the known false pages: found by address or by the
// network's own number.

// One account: {id, organization: {id, name}, network, url, name, numericId, openedOn, stateMark, closed, previous}.
// `name` is what follows the host; `stateMark` is true, false or null (nobody knows); `closed` is null or {on, by}, `by`
// being the account that replaced it; `lost` is null or {how, since} while the organization does not control the page, `how`
// being "blocked", "hijacked", "other-page" or "gone"; `previous` lists the addresses it had before: {url, until, taken},
// `taken` being the day since which the address leads to another page, or null.
export function readRegistry(index, rules) {
  const byUrl = new Map();
  const byNumber = new Map();
  const accounts = readAccounts(index, rules);
  const rank = (account) => ["open", "lost", "planned", "closed"].indexOf(stateOf(account, index.as_of));
  for (const account of accounts) {
    // A closed page keeps its address, which another may have taken since: the page in use is asked about.
    const other = byUrl.get(account.url);
    if (!other || rank(account) < rank(other)) byUrl.set(account.url, account);
    if (account.numericId !== null) byNumber.set(`${account.network} ${account.numericId}`, account);
  }
  const byPrevious = new Map();
  index.previous.account.forEach((place, at) => {
    const account = accounts[place];
    const url = complete(index.previous.address[at], account.network, rules);
    const previous = { url, until: index.previous.until[at], taken: index.previous.taken[at] };
    account.previous.push(previous);
    // Two pages may have had one address in turn: the later one is asked about.
    const earlier = byPrevious.get(previous.url);
    if (!earlier || (earlier.previous.until ?? "") < (previous.until ?? "")) byPrevious.set(previous.url, { account, previous });
  });
  return {
    asOf: index.as_of, accounts, byUrl, byNumber, byPrevious, former: index.former, fakes: readFakes(index.fakes),
    owners: index.owners ?? {},
  };
}

// One false page: {url, organization: {id, name}, foundOn, seenOn, goneOn}, under its address and under its number.
function readFakes(fakes) {
  const found = new Map();
  for (const { url, network, numeric_id: number, organization, found_on: foundOn, seen_on: seenOn, gone_on: goneOn } of fakes) {
    const fake = { url, organization, foundOn, seenOn, goneOn };
    found.set(url, fake);
    if (number !== null) found.set(`${network} ${number}`, fake);
  }
  return found;
}

// The known false page at an address, or null. By its number it is known whatever its address is now.
export function findFake({ network, canonical, numericId }, registry) {
  return registry.fakes.get(canonical) ?? registry.fakes.get(`${network} ${numericId}`) ?? null;
}

// Whose page an address is or was: {account, previous}, `previous` being null unless only an earlier address fits; null
// when the registry has never heard of it. The page itself is known by its number, whatever its address is now.
export function findAccount({ network, canonical, numericId }, registry) {
  const account = registry.byUrl.get(canonical) ?? registry.byNumber.get(`${network} ${numericId}`);
  if (account) return { account, previous: null };
  return registry.byPrevious.get(canonical) ?? null;
}

// "open", "planned" (its first day is yet to come), "closed" or "lost" (the organization does not control it), on the day of the registry and not of the clock: that is
// the day all verdicts of the site are of.
export function stateOf(account, asOf) {
  if (account.openedOn !== null && account.openedOn > asOf) return "planned";
  if (account.closed && (account.closed.on === null || account.closed.on <= asOf)) return "closed";
  return account.lost ? "lost" : "open";
}

// The account in use that took the place of a closed one, over as many steps as it takes; null where there is none.
export function successorOf(account, asOf) {
  const seen = new Set();
  let next = account;
  while (next && stateOf(next, asOf) === "closed" && !seen.has(next)) {
    seen.add(next);
    next = next.closed.by;
  }
  return next && !seen.has(next) && stateOf(next, asOf) !== "lost" ? next : null;
}

function complete(address, network, rules) {
  if (address.includes("://")) return address;
  return `https://${rules.networks.find(({ id }) => id === network).canonicalHost}/${address}`;
}

// A column of words without blanks is one text; `-` stands for what nobody knows.
function words(column) {
  return column === "" ? [] : column.split(" ").map((word) => (word === "-" ? null : word));
}

function readAccounts({ organizations, accounts: columns, closed, lost }, rules) {
  const accounts = [];
  const [ids, addresses, numbers, days] = [columns.id, columns.address, columns.numeric_id, columns.opened_on].map(words);
  words(organizations.id).forEach((id, place) => {
    const organization = { id, name: organizations.name[place] };
    for (let count = organizations.accounts[place]; count > 0; count -= 1) {
      const at = accounts.length;
      const network = rules.networks[columns.network[at]];
      const own = ids[at];
      accounts.push({
        // Of `school-1-vk` only `-vk` is written.
        id: own.startsWith("-") ? id + own : own,
        organization,
        network: network.id,
        url: complete(addresses[at], network.id, rules),
        name: addresses[at],
        // The number with which the address ends is not written again.
        numericId: numbers[at] === "=" ? /[0-9]+$/.exec(addresses[at])[0] : numbers[at],
        openedOn: days[at],
        stateMark: columns.state_mark[at],
        closed: null,
        lost: null,
        previous: [],
      });
    }
  });
  closed.account.forEach((place, at) => {
    accounts[place].closed = { on: closed.on[at], by: accounts[closed.replaced_by[at]] ?? null };
  });
  lost.account.forEach((place, at) => {
    accounts[place].lost = { how: lost.how[at], since: lost.since[at] };
  });
  return accounts;
}
