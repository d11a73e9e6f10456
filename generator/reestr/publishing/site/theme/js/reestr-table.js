// <reestr-table>: makes the server's table inside it sortable and filterable, lets a reader choose its columns and save
// what is shown; the conditions live in the page's address. How heads and cells are marked up is told by the macro
// `table` (generator/reestr/publishing/site/templates/_macros.html.j2). All words come from the element's data-words. Without this
// script the table is a plain, complete table.

import { addressOf, putAddress, readAddress } from "./table/address.js";
import { columnsOf } from "./table/cells.js";
import { ColumnChoice } from "./table/columns.js";
import { chips, columnControl, element, facetControl, fill, saveControl } from "./table/controls.js";
import { gatherFacets, matchRows } from "./table/facets.js";
import { nextOrder, sortRows } from "./table/sorting.js";

// Fewer rows are seen at one look: conditions would be more to read than the table.
const FEW = 8;
// More cells at a time take longer to lay out than a reader who types wants to wait; the rest comes when asked for.
const CELLS_AT_ONCE = 4000;
const NARROW = matchMedia("(max-width: 48rem)");

class ReestrTable extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    if (!this.table?.tHead || this.words) return;
    this.words = JSON.parse(this.dataset.words);
    this.name = this.getAttribute("name");
    const pages = document.querySelector(`.list-pages[data-table="${CSS.escape(this.name)}"]`);
    if (pages) this.offerWhole(pages);
    else this.begin();
  }

  // A long table stands on several pages: it can be read as it is, and is fetched whole for whoever wants to choose.
  offerWhole(pages) {
    const button = element("button", { type: "button", className: "more" }, pages.dataset.choose);
    const said = element("p", { className: "table-status" });
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const { appendFurther } = await import("./table/further.js");
        await appendFurther(pages, this.table.tBodies[0]);
      } catch (error) {
        button.disabled = false;
        said.textContent = pages.dataset.failed;
        console.warn(error);
        return;
      }
      for (const node of [pages, button, said]) node.remove();
      this.begin();
      this.search.focus({ preventScroll: true });
    });
    this.querySelector(".scroll").before(button, said);
    // An address with conditions asks for them.
    if (location.search.length > 1) button.click();
  }

  begin() {
    this.scope = this.hasAttribute("scope") ? `${this.getAttribute("scope")}.` : "";
    this.heading = this.table.caption.textContent.trim();
    this.body = this.table.tBodies[0];
    this.columns = columnsOf(this.table);
    this.rows = [...this.body.rows].map((row, place) => ({ row, place, at: place, facets: [], text: null, matched: true }));
    // In the order that is asked for, and in the order in which they stand in the document.
    this.sequence = this.laid = this.rows;
    this.few = this.rows.length < FEW;
    this.facets = gatherFacets(this.columns, this.rows);
    this.values = new Map(this.facets.map(({ key, labels }) => [key, new Set(labels.keys())]));
    this.portions = 1;
    this.build();
    this.buildSorting();
    this.buildPresets();
    this.read();
    addEventListener("popstate", () => this.read());
    this.watchWidth();
    this.printWhole();
  }

  build() {
    const { words } = this;
    const rows = this.rows.map(({ row }) => row);
    this.choice = new ColumnChoice(this.name, this.columns, rows);
    this.status = element("p", { className: "table-status" });
    this.status.setAttribute("role", "status");
    this.chips = chips(words, (condition) => this.drop(condition), () => this.reset());
    const group = `tools-${this.name}`;
    const columns = columnControl(this.choice, words, group);
    columns.hidden = this.few;
    const bar = element("div", { className: "table-bar" }, this.status, columns,
      saveControl(words, group, (kind) => this.save(kind)));
    const reset = element("button", { type: "button" }, words.reset);
    reset.addEventListener("click", () => this.reset());
    this.nothing = element("div", { className: "empty", hidden: true },
      element("p", { className: "empty-title" }, words.none), element("p", {}, words["none-hint"]), reset);
    const before = this.querySelector(".scroll");
    before.before(this.filters(), this.chips.node, bar);
    this.more = element("button", { type: "button", className: "more", hidden: true });
    this.more.addEventListener("click", () => {
      this.portions += 1;
      this.show();
    });
    before.after(this.more, this.nothing);
  }

  filters() {
    const { words } = this;
    this.search = element("input", { type: "search", autocomplete: "off", spellcheck: false });
    this.search.addEventListener("input", () => {
      this.state.words = this.search.value;
      this.apply();
      this.write(false);
    });
    for (const column of this.facets) {
      column.control = facetControl(column, column.values, `facets-${this.name}`, (value, wanted) => {
        const chosen = this.state.chosen.get(column.key);
        if (wanted) chosen.add(value);
        else chosen.delete(value);
        this.apply();
        this.write(true);
      });
    }
    const form = element("form", { className: "table-filters" },
      element("label", { className: "search" }, words.search, this.search));
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", this.heading);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = this.few;
    if (this.facets.length) {
      const panel = element("details", { className: "facets" },
        element("summary", {}, words.filters), element("div", {}, ...this.facets.map(({ control }) => control.node)));
      const unfold = () => (panel.open = !NARROW.matches);
      NARROW.addEventListener("change", unfold);
      unfold();
      form.append(panel);
    }
    return form;
  }

  buildSorting() {
    for (const column of this.columns) {
      if (column.sort === "none") continue;
      const button = element("button", { type: "button", title: this.words.sort }, ...column.head.childNodes);
      column.head.append(button);
      button.addEventListener("click", () => {
        this.state.order = nextOrder(column, this.state.order);
        this.sort();
        this.show();
        this.write(true);
      });
    }
    this.sortable = new Map(this.columns.filter(({ sort }) => sort !== "none").map((column) => [column.key, column]));
  }

  // Links before the table that set its conditions: followed without loading the page again.
  buildPresets() {
    const nav = document.querySelector(`.presets[data-table="${CSS.escape(this.name)}"]`);
    if (!nav || this.few) return;
    this.presets = [...nav.querySelectorAll("a")].filter((link) => {
      const meant = [...new URL(link.href).searchParams].every(([name, value]) =>
        name === `${this.scope}sort` || this.values.get(name.slice(this.scope.length))?.has(value));
      // What no row has is no question to ask.
      link.closest("li").hidden = !meant;
      return meant;
    });
    nav.hidden = this.presets.length < 2;
    nav.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      putAddress(link.href, true);
      this.read();
    });
  }

  sort() {
    const { order } = this.state;
    const column = order && this.sortable.get(order.key);
    for (const { head } of this.columns) head.removeAttribute("aria-sort");
    column?.head.setAttribute("aria-sort", order.direction);
    this.sequence = sortRows(this.rows, column, order?.direction);
  }

  // Brings the page in line with the conditions. A notice says what of the address could not be followed.
  apply(notice = "") {
    const counts = matchRows(this.rows, this.facets, this.state);
    this.facets.forEach(({ key, control }, place) => control.show(counts[place], this.state.chosen.get(key)));
    const conditions = this.conditions();
    this.chips.show(conditions);
    this.classList.toggle("narrowed", conditions.length > 0);
    this.portions = 1;
    this.show(notice);
    this.markPresets();
  }

  // Shows the first of the rows that match, in their order, and says how many there are.
  show(notice = "") {
    const limit = this.portions * Math.max(100, Math.floor(CELLS_AT_ONCE / this.choice.shown.length));
    const matching = this.sequence.filter(({ matched }) => matched);
    const visible = matching.slice(0, limit);
    this.lay(visible);
    const seen = new Set(visible);
    for (const item of this.rows) if (item.row.hidden === seen.has(item)) item.row.hidden = !item.row.hidden;
    const matched = matching.length;
    const left = matched - visible.length;
    this.more.hidden = left === 0;
    this.more.textContent = fill(this.words.more, { count: Math.min(left, limit / this.portions) });
    this.nothing.hidden = matched > 0;
    const figures = { shown: visible.length, matched, all: this.rows.length };
    const said = this.few && !this.classList.contains("narrowed") ? "" : `${fill(left ? this.words.part : this.words.shown, figures)}.`;
    this.status.textContent = [said, matched ? "" : `${this.words.none}.`, notice].filter(Boolean).join(" ");
    this.status.classList.toggle("notice", notice !== "");
  }

  // Puts the rows that will be seen into their order. The hidden ones need none, and moving all would take seconds.
  lay(visible) {
    if (visible.every((item, index) => index === 0 || visible[index - 1].at < item.at)) return;
    const moved = document.createDocumentFragment();
    for (const { row } of visible) moved.append(row);
    this.body.prepend(moved);
    const first = new Set(visible);
    this.laid = [...visible, ...this.laid.filter((item) => !first.has(item))];
    this.laid.forEach((item, at) => (item.at = at));
  }

  // Paper has no button to ask for the rest.
  printWhole() {
    let before = 1;
    addEventListener("beforeprint", () => {
      before = this.portions;
      this.portions = this.rows.length;
      this.show();
    });
    addEventListener("afterprint", () => {
      this.portions = before;
      this.show();
    });
  }

  // The conditions that hold, in words.
  conditions() {
    const { words } = this.state;
    const searched = words.trim() ? [{ text: fill(this.words.searched, { value: words.trim() }) }] : [];
    return [...searched, ...this.facets.flatMap(({ key, title, labels }) => [...this.state.chosen.get(key)].map(
      (value) => ({ key, value, text: fill(this.words.condition, { title, value: labels.get(value) }) })))];
  }

  drop({ key, value }) {
    if (key) this.state.chosen.get(key).delete(value);
    else this.state.words = this.search.value = "";
    this.apply();
    this.write(true);
    if (this.chips.node.hidden) this.search.focus();
  }

  // No condition at all; the order of the rows is none.
  reset() {
    this.state.words = this.search.value = "";
    for (const chosen of this.state.chosen.values()) chosen.clear();
    this.apply();
    this.write(true);
    this.search.focus();
  }

  read() {
    const scopes = [...document.querySelectorAll("reestr-table[scope]")].map((table) => `${table.getAttribute("scope")}.`);
    // Names of no table are told by the page's first one.
    const { words, chosen, order, unknown, unknownOrder } = readAddress(
      this.scope, this.values, this.sortable, (name) => !this.scope && !scopes.some((scope) => name.startsWith(scope)));
    this.state = { words, chosen, order };
    this.search.value = words;
    this.sort();
    const notices = [
      unknown.length ? fill(this.words["unknown-filter"], { what: unknown.join(", ") }) : "",
      unknownOrder ? fill(this.words["unknown-sort"], { what: unknownOrder }) : "",
      unknown.length && !this.conditions().length ? this.words.everything : "",
    ];
    this.apply(notices.filter(Boolean).join(" "));
  }

  write(asStep) {
    putAddress(addressOf(this.scope, this.state), asStep);
    this.markPresets();
  }

  markPresets() {
    const here = new URLSearchParams(location.search).toString();
    for (const link of this.presets ?? []) {
      if (new URL(link.href).searchParams.toString() === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async save(kind) {
    const marks = ["internal", "fictional"].filter((mark) => document.querySelector(`.banner-${mark}`));
    try {
      const { save } = await import("./table/save.js");
      const name = await save(kind, {
        name: this.name, title: this.heading, asOf: this.dataset.asOf, marks,
        columns: this.choice.shown, words: this.words,
        rows: this.sequence.filter(({ matched }) => matched).map(({ row }) => row),
      });
      this.status.textContent = fill(this.words.saved, { name });
    } catch (error) {
      this.status.textContent = this.words["save-failed"];
      throw error;
    }
  }

  // A table that fits needs no box to scroll in: its head can stay in view while the page scrolls, and the box is no
  // stop of the Tab key.
  watchWidth() {
    const box = this.querySelector(".scroll");
    const measure = () => {
      const fits = this.table.offsetWidth <= box.clientWidth;
      this.classList.toggle("fits", fits);
      box.tabIndex = fits ? -1 : 0;
      // What takes the focus comes out from below the column that stays in view.
      box.style.scrollPaddingInlineStart = fits ? "" : `${this.columns[0].head.offsetWidth}px`;
    };
    // The browser scrolls nothing to what it takes for visible, even if that column lies over it.
    box.addEventListener("focusin", ({ target }) => {
      const name = this.classList.contains("fits") ? null : target.closest("tbody tr")?.querySelector("th");
      if (!name || name.contains(target)) return;
      const hidden = name.getBoundingClientRect().right - target.getBoundingClientRect().left;
      if (hidden > 0) box.scrollLeft -= hidden;
    });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(this.table);
  }
}

customElements.define("reestr-table", ReestrTable);
