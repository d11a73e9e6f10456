// <reestr-search-page>: the page of all results. The query lives in the address (?q=), so that results can be sent to
// somebody and the back button leads to the query before. Without this script the page says where the lists are.

import { openWhole, SLASH_OFF, WORDS } from "./reestr-search.js";

const TYPING = 150;
// Results of a kind before "show more", and how many more each time.
const FIRST = 10;
const MORE = 50;

class ReestrSearchPage extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.form.elements.q;
    this.output = this.querySelector("[role=status]");
    this.results = this.querySelector(".search-results");
    this.root = new URL(this.dataset.root, document.baseURI).href.replace(/\/?$/, "/");
    this.title = document.title;
    this.form.action = location.pathname;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.remember("pushState");
      this.answer();
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => {
        this.remember("replaceState");
        this.answer();
      }, TYPING);
    });
    addEventListener("popstate", () => this.read());
    this.offerSlash();
    this.read();
  }

  read() {
    this.input.value = new URLSearchParams(location.search).get("q") ?? "";
    this.answer();
  }

  remember(way) {
    const address = new URL(location.href);
    const query = this.input.value.trim();
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    address.hash = "";
    if (address.href !== location.href) history[way](null, "", address);
  }

  async answer() {
    clearTimeout(this.typing);
    const query = this.input.value.trim();
    document.title = query ? `${query} — ${this.title}` : this.title;
    if (!query) return this.say("");
    const slow = setTimeout(() => this.say(WORDS.loading), 200);
    try {
      const [engine, nodes, asking] = await Promise.all([
        openWhole(this.root), import("./search/nodes.js"), import("./check/ask.js"),
      ]);
      const verdict = await asking.askOfAddress(query, this.root).catch(() => null);
      if (query !== this.input.value.trim()) return undefined;
      this.show(engine, nodes, engine.find(query), verdict && this.verdict(nodes, verdict));
    } catch (error) {
      const list = new URL("organizations/", this.root);
      list.searchParams.set("q", query);
      const link = Object.assign(document.createElement("a"), { href: list.href, textContent: WORDS.registry });
      this.say(WORDS.failed, link);
      console.warn(error);
    } finally {
      clearTimeout(slow);
    }
    return undefined;
  }

  say(text, ...results) {
    this.output.textContent = text;
    this.results.replaceChildren(...results);
  }

  // What the checker says of an address, as the first result.
  verdict(nodes, found) {
    const [title, context] = nodes.verdictNodes(found);
    const link = nodes.element("a", { href: found.href }, title);
    return nodes.element("ul", { className: "hits" }, nodes.element("li", {}, link, context));
  }

  show(engine, nodes, found, verdict) {
    const { words } = engine.documents;
    const said = verdict ? "" : nodes.say(words.said[found.how], { query: found.query });
    if (!found.total) return this.say(said, ...(verdict ? [verdict] : nodes.hints(engine, found)));
    const count = nodes.say(words.found, { count: found.total });
    return this.say([said, count].filter(Boolean).join(". "),
      ...(verdict ? [verdict] : []), ...found.groups.map((group) => this.section(engine, nodes, group)));
  }

  section({ documents }, nodes, { kind, hits }) {
    const { words } = documents;
    const list = nodes.element("ul", { className: "hits" });
    const id = `found-${kind}`;
    const head = nodes.element("h2", { id }, words.kinds[kind], " ",
      nodes.element("span", { className: "count" }, String(hits.length)));
    const more = nodes.element("button", { type: "button" });
    const extend = (by) => {
      const begin = list.children.length;
      list.append(...hits.slice(begin, begin + by).map((hit) => {
        const shown = documents.shown(hit.number);
        const [title, context] = nodes.hitNodes(shown, hit);
        const link = nodes.element("a", { href: nodes.addressOf(shown, hit) }, title);
        const pages = kind === "organizations"
          ? nodes.pageNodes(documents.organization(documents.placed(hit.number).place)) : [];
        return nodes.element("li", {}, link, ...(pages.length ? [nodes.element("p", { className: "pages" }, ...pages)] : []),
          ...(context ? [context] : []));
      }));
      const rest = hits.length - list.children.length;
      more.hidden = !rest;
      more.textContent = nodes.say(words.more, { count: Math.min(rest, MORE) });
      return list.children[begin];
    };
    more.addEventListener("click", () => extend(MORE)?.querySelector("a").focus());
    extend(FIRST);
    const made = nodes.element("section", {}, head, list, more);
    made.setAttribute("aria-labelledby", id);
    return made;
  }

  // The key "/" can be switched off here, where it is explained; a browser that keeps nothing cannot.
  offerSlash() {
    const offer = this.querySelector("label.search-slash");
    const box = offer?.querySelector("input");
    if (!box) return;
    try {
      box.checked = localStorage.getItem(SLASH_OFF) !== "yes";
      box.addEventListener("change", () => (box.checked
        ? localStorage.removeItem(SLASH_OFF) : localStorage.setItem(SLASH_OFF, "yes")));
      offer.hidden = false;
    } catch {
      offer.hidden = true;
    }
  }
}

customElements.define("reestr-search-page", ReestrSearchPage);
