// The records of search/index.json as documents to be searched, and as what a found one is shown with. The file comes
// in columns, one value for each record; a document is a number, counted through the kinds in the order of KINDS.

import { readRules } from "../check/addresses.js";

export const KINDS = ["organizations", "accounts", "requirements", "clauses", "pages"];

const LENGTHS = { organizations: "id", accounts: "id", requirements: "id", clauses: "id", pages: "path" };

export class Documents {
  // `data` is the parsed file, `root` the address of the site's root with a final slash. The file of a large city lacks
  // columns (`isPart`): they are empty.
  constructor(first, root) {
    const data = first.accounts ? first : withEmptyColumns(first);
    Object.assign(this, data, { root, first, isPart: data !== first });
    this.firsts = [];
    this.count = 0;
    for (const kind of KINDS) {
      this.firsts.push(this.count);
      this.count += data[kind][LENGTHS[kind]].length;
    }
    this.addressRules = readRules(data);
    this.closed = new Set(data.organizations.closed);
    this.former = new Set(data.accounts.former);
    this.lost = new Map(data.accounts.lost);
    this.accountsOf = new Map();
    data.accounts.organization.forEach((organization, place) => {
      if (!this.accountsOf.has(organization)) this.accountsOf.set(organization, []);
      this.accountsOf.get(organization).push(place);
    });
  }

  // The number of a document from its kind and its place in the columns of that kind, and back.
  number(kind, place) {
    return this.firsts[KINDS.indexOf(kind)] + place;
  }

  placed(number) {
    let index = KINDS.length - 1;
    while (this.firsts[index] > number) index -= 1;
    return { kind: KINDS[index], place: number - this.firsts[index] };
  }

  // The texts to be searched: the title counts for more.
  searchable(number) {
    const { kind, place } = this.placed(number);
    const made = SEARCHABLE[kind](this, place);
    return { id: number, title: made[0], text: made[1] };
  }

  // How a document is shown: where it leads, its title, the facts that tell it from others, its state in a word,
  // a text to be cut around the match. All of it is text.
  shown(number) {
    const { kind, place } = this.placed(number);
    return { kind, state: "", facts: [], text: "", ...SHOWN[kind](this, place) };
  }

  // An organization by its place, with its official pages in the order of the networks.
  organization(place) {
    const { organizations: all, accounts, words } = this;
    const own = (this.accountsOf.get(place) ?? []).filter((one) => !this.former.has(one));
    own.sort((left, right) => accounts.network[left] - accounts.network[right]);
    return {
      id: all.id[place],
      title: all.title[place],
      state: this.closed.has(place) ? words.closed : "",
      pages: own.map((one) => ({ url: `https://${accounts.url[one]}`, network: this.networks[accounts.network[one]].name })),
    };
  }

  // Only plain folders below the root, whatever an identifier or a page's path may hold.
  address(folders, anchor = "") {
    const path = folders.split("/").map(encodeURIComponent).join("/");
    return this.root + path + (anchor && `#${encodeURIComponent(anchor)}`);
  }
}

function withEmptyColumns(first) {
  const { id } = first.organizations;
  const empty = (names, value) => Object.fromEntries(names.map((name) => [name, value]));
  return {
    ...first,
    organizations: { ...empty(["inn", "ogrn", "address", "site"], id.map(() => "")), ...first.organizations },
    accounts: empty(["id", "organization", "network", "url", "number", "name", "former", "lost", "previous"], []),
  };
}

const SEARCHABLE = {
  organizations: ({ organizations: all }, place) =>
    [all.title[place], `${all.name[place]} ${all.spheres[all.sphere[place]]} ${all.address[place]}`],
  // Also under the name of its organization and of its network: «школа 3 вконтакте».
  accounts: ({ accounts: all, organizations, networks }, place) => [
    `${all.name[place]} ${all.url[place].replace(/^[^/]*/, "")}`,
    `${organizations.title[all.organization[place]]} ${networks[all.network[place]].name} ${networks[all.network[place]].short_name}`,
  ],
  requirements: ({ requirements: all }, place) => [all.title[place], all.text[place]],
  clauses: ({ clauses: all }, place) => ["", all.text[place]],
  pages: ({ pages: all }, place) =>
    [all.title[place], `${all.text[place]} ${all.headings[place].filter((_, index) => index % 2).join(" ")}`],
};

const SHOWN = {
  organizations(documents, place) {
    const { organizations: all, words } = documents;
    return {
      href: documents.address(`organizations/${all.id[place]}/`),
      title: all.title[place],
      state: documents.closed.has(place) ? words.closed : "",
      facts: [
        all.spheres[all.sphere[place]], all.inn[place] && `${words.inn} ${all.inn[place]}`, all.address[place],
      ].filter(Boolean),
      text: all.name[place],
    };
  },
  accounts(documents, place) {
    const { accounts: all, organizations, networks, words } = documents;
    const owner = all.organization[place];
    return {
      href: documents.address(`organizations/${organizations.id[owner]}/`, `account-${all.id[place]}`),
      title: all.url[place],
      state: documents.former.has(place) ? words.lost[documents.lost.get(place)] ?? words.former : "",
      facts: [networks[all.network[place]].name, organizations.title[owner]],
      text: all.name[place],
    };
  },
  requirements(documents, place) {
    const { requirements: all } = documents;
    return {
      href: documents.address(`requirements/${all.id[place]}/`),
      title: all.title[place],
      facts: [all.clause[place]].filter(Boolean),
      text: all.text[place],
    };
  },
  clauses(documents, place) {
    const { clauses: all } = documents;
    return { href: documents.address("act/", all.id[place]), title: all.title[place], text: all.text[place] };
  },
  pages(documents, place) {
    const { pages: all } = documents;
    return {
      href: documents.address(all.path[place]),
      title: all.title[place],
      text: all.text[place],
      headings: all.headings[place],
    };
  },
};
