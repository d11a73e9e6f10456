// <reestr-search>: makes the search form inside it answer while one types, as a combobox of WAI-ARIA's authoring
// practices. The library and the index are fetched when the field is first gone to. Without this script the form leads
// to the list of organizations; with it, to the page of all results. All words but these few come from the index.

export const WORDS = {
  results: "Результаты поиска",
  loading: "Загружаем поиск…",
  failed: "Поиск не загрузился. Проверьте связь и попробуйте ещё раз или найдите организацию в списке.",
  registry: "Список организаций",
};

const SHOWN = { organizations: 5, accounts: 4, requirements: 3, clauses: 3, pages: 3 };
// Milliseconds: after the last key before searching, before saying that the index is on its way, and before telling a
// screen reader how much was found, so that it is not told at every key.
const TYPING = 60;
const PATIENCE = 200;
const ANNOUNCING = 700;

// What may be an address, a name of a page or a message with one: only then are the data of the checker worth fetching.
export const MAY_BE_ADDRESS = /[\p{L}\p{N}]\.\p{L}{2,}|[/@_]|[a-z][0-9]/iu;

// One engine for all search boxes of a page; a failed attempt is forgotten, so that the next touch tries again.
let opening = null;
// In a large city it may lack columns; `openWhole` opens one that has them all.
export function openEngine(root) {
  opening ??= import("./search/engine.js").then(({ Engine }) => Engine.open(root)).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

export async function openWhole(root) {
  return (await openEngine(root)).readyFor();
}

let nodes;
let boxes = 0;

class ReestrSearch extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.form?.elements.q ?? this.form?.elements.url;
    if (!this.input || this.popup) return;
    this.root = new URL(this.dataset.root, document.baseURI).href.replace(/\/?$/, "/");
    // The field of the checker asks its page, which has words looked for as well.
    if (this.input.name === "q") {
      this.form.action = new URL("search/", this.root).href;
      this.form.addEventListener("submit", (event) => this.lead(event));
    }
    this.form.addEventListener("submit", () => this.close());
    joinPastedLines(this.input);
    this.build();
    this.input.addEventListener("focus", () => this.prepare().catch(() => {}));
    this.input.addEventListener("input", () => this.later("typing", TYPING, () => this.answer()));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.close());
    // A click must find its target still there: Safari takes the focus from the field, but gives links none.
    this.popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.popup.addEventListener("click", (event) => event.target.closest("a") && this.close());
    addEventListener("pageshow", (event) => event.persisted && this.close());
    listenForSlash();
  }

  build() {
    const id = `search-${(boxes += 1)}`;
    const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
    this.list = make("div", { id: `${id}-list`, className: "search-list" });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", WORDS.results);
    this.said = make("p", { className: "search-said", hidden: true });
    this.hints = make("div", { className: "search-hints", hidden: true });
    // Long answers scroll, and what scrolls would be a stop of its own on the way out of the field.
    this.popup = make("div", { className: "search-popup", hidden: true, tabIndex: -1 });
    this.popup.append(this.said, this.list, this.hints);
    this.live = make("p", { className: "hidden" });
    this.live.setAttribute("aria-live", "polite");
    this.append(this.popup, this.live);
    this.timers = {};
    // Closed so many times: what was asked before is not shown any more.
    this.turn = 0;
    this.active = -1;
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id],
    ]) this.input.setAttribute(name, value);
  }

  later(name, milliseconds, act) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(act, milliseconds);
  }

  async prepare() {
    [this.engine, nodes] = await Promise.all([openEngine(this.root), import("./search/nodes.js")]);
  }

  async answer() {
    const query = this.input.value.trim();
    if (!query) return this.close();
    const { turn } = this;
    let engine = null;
    if (!this.engine || this.engine.documents.isPart) {
      let waiting = true;
      this.later("loading", PATIENCE, () => waiting && this.tell(WORDS.loading));
      try {
        await this.prepare();
        engine = await this.engine.readyFor(query);
      } catch {
        clearTimeout(this.timers.loading);
        if (document.activeElement === this.input && turn === this.turn) this.fail();
        return undefined;
      } finally {
        waiting = false;
      }
      clearTimeout(this.timers.loading);
    }
    const verdict = await this.verdict(query);
    // Typing went on, or somebody left or closed the list, while the index was on its way.
    const isWaited = turn === this.turn && document.activeElement === this.input;
    if (isWaited && query === this.input.value.trim()) this.show(query, verdict, engine ?? this.engine);
    return undefined;
  }

  // What the checker says of an address; null for words, and where its data cannot be had: the search answers alone.
  async verdict(query) {
    if (!MAY_BE_ADDRESS.test(query)) return null;
    try {
      return await (await import("./check/ask.js")).askOfAddress(query, this.root);
    } catch (error) {
      console.warn(error);
      return null;
    }
  }

  // An address, and a message with one, is answered on the page of the checker.
  async lead(event) {
    const text = this.input.value;
    event.preventDefault();
    const verdict = await this.verdict(text);
    if (verdict) location.assign(verdict.href);
    else this.form.submit();
  }

  show(query, verdict, engine) {
    const found = engine.find(query);
    const { documents } = engine;
    const { words } = documents;
    const groups = found.groups.map(({ kind, hits }, place) => {
      const id = `${this.list.id}-${place}`;
      const head = nodes.element("div", { id, className: "search-kind" }, words.kinds[kind]);
      head.setAttribute("role", "presentation");
      const options = hits.slice(0, SHOWN[kind]).map((hit) => {
        const shown = documents.shown(hit.number);
        return this.option(nodes.addressOf(shown, hit), nodes.hitNodes(shown, hit));
      });
      const group = nodes.element("div", {}, head, ...options);
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", id);
      return group;
    });
    if (found.total) {
      const all = this.option(this.resultsAddress(), [
        // How many there are is not known while columns are missing.
        documents.isPart ? words["all-results"] : `${words["all-results"]} (${found.total})`,
      ]);
      all.classList.add("search-all");
      groups.push(all);
    }
    if (verdict) groups.unshift(this.option(verdict.href, nodes.verdictNodes(verdict)));
    this.list.replaceChildren(...groups);
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, place) => (option.id = `${this.list.id}-option-${place}`));
    const said = verdict ? "" : nodes.say(words.said[found.how], { query: found.query });
    this.open(said, found.total || verdict ? [] : nodes.hints(engine, found));
    const count = found.total && !documents.isPart ? nodes.say(words.found, { count: found.total }) : "";
    this.announce([verdict?.title, said, count].filter(Boolean).join(". "));
    this.popup.dataset.answers = query;
  }

  option(href, content) {
    // Not in the order of the tab key: the arrows lead here.
    const option = nodes.element("a", { href, tabIndex: -1 }, ...content);
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  resultsAddress() {
    const address = new URL("search/", this.root);
    address.searchParams.set("q", this.input.value.trim());
    return address.href;
  }


  // Only words, while there are no results to show.
  tell(text, ...more) {
    this.list.replaceChildren();
    this.options = [];
    delete this.popup.dataset.answers;
    this.open(text, more);
    this.announce(text);
  }

  fail() {
    const link = Object.assign(document.createElement("a"), {
      href: new URL("organizations/", this.root).href, textContent: WORDS.registry,
    });
    this.tell(WORDS.failed, link);
  }

  announce(text) {
    this.later("announcing", ANNOUNCING, () => (this.live.textContent = text));
  }

  open(said, hints) {
    this.said.textContent = said;
    this.said.hidden = !said;
    this.hints.replaceChildren(...hints);
    this.hints.hidden = !hints.length;
    this.list.hidden = !this.options.length;
    this.popup.hidden = false;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.choose(-1);
    this.popup.scrollTop = 0;
  }

  close() {
    this.turn += 1;
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.popup.hidden = true;
    this.live.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  choose(place) {
    this.options?.[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options?.[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    if (event.isComposing) return;
    const open = !this.popup.hidden && this.options?.length;
    const count = this.options?.length ?? 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open) this.answer();
      // Beyond either end stands the field itself.
      else this.choose(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && open && this.options[this.active]) {
      event.preventDefault();
      this.options[this.active].click();
    } else if (event.key === "Escape" && (!this.popup.hidden || this.input.value)) {
      event.preventDefault();
      if (this.popup.hidden) this.input.value = "";
      this.close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      // They move in the text; what is chosen in the list is let go.
      this.choose(-1);
    }
  }
}

// A field of one line would join pasted lines without a trace: two addresses would become one.
function joinPastedLines(input) {
  input.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(pasted.trim())) return;
    event.preventDefault();
    input.setRangeText(pasted.trim().replace(/[\r\n]+/g, " "), input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// "/" leads to the search. Whoever dictates or mistypes can switch it off on the page of results: a key of one character
// must not be forced on anybody (WCAG 2.1.4).
export const SLASH_OFF = "reestr-search-slash-off";
let listening = false;
function listenForSlash() {
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", (event) => {
    // With the Russian layout on, the same key types a full stop.
    const slash = event.key === "/" || (event.code === "Slash" && event.key === ".");
    if (!slash || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]") || switchedOff()) return;
    const input = [...document.querySelectorAll("reestr-search input, reestr-search-page input[name=q]")]
      .find((candidate) => candidate.checkVisibility?.() ?? true);
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function switchedOff() {
  try {
    return localStorage.getItem(SLASH_OFF) === "yes";
  } catch {
    return false;
  }
}

customElements.define("reestr-search", ReestrSearch);
