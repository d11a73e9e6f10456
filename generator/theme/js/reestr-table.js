// <reestr-table>: makes the server's table inside it sortable and filterable; the filters live in the page's address.
// Columns say what they offer: data-key names a column in the address, data-facet offers its values as a filter,
// data-sort is text (default), number, rank (the cell's data-rank), date (the cell's <time>) or none. All words come
// from the element's own data attributes. Without this script the table is a plain, complete table.

const collator = new Intl.Collator("ru", { numeric: true, sensitivity: "base", ignorePunctuation: true });
const text = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
const fold = (value) => value.toLowerCase().replaceAll("ё", "е");

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// What a cell is filtered by: its outcome without the sign, otherwise its text without remarks.
function facetValue(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll("[aria-hidden], small, .state").forEach((part) => part.remove());
  return text(copy);
}

const sortValues = {
  number: (cell) => Number.parseFloat(text(cell).replace(/[^\d.,-]/g, "").replace(",", ".")) || 0,
  rank: (cell) => Number(cell.dataset.rank ?? 0),
  date: (cell) => cell.querySelector("time")?.dateTime ?? "",
  text,
};

class ReestrTable extends HTMLElement {
  connectedCallback() {
    const table = this.querySelector("table");
    if (!table?.tHead || this.rows) return;
    this.body = table.tBodies[0];
    this.rows = [...this.body.rows].map((row) => ({ row, text: fold(text(row)) }));
    this.columns = [...table.tHead.rows[0].cells].map((head, index) => ({
      head, index, key: head.dataset.key ?? `c${index + 1}`, title: text(head), sort: head.dataset.sort ?? "text",
    }));
    this.scope = document.querySelectorAll("reestr-table").length > 1 ? `${this.getAttribute("name")}.` : "";
    this.buildFilters();
    this.buildSorting();
    this.read();
    addEventListener("popstate", () => this.read());
  }

  buildFilters() {
    this.search = element("input", { type: "search", autocomplete: "off" });
    this.facets = this.columns.filter(({ head }) => "facet" in head.dataset).map((column) => {
      const counts = new Map();
      for (const item of this.rows) {
        const value = facetValue(item.row.cells[column.index]);
        (item.facets ??= {})[column.key] = value;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const values = [...counts].sort(([left], [right]) => collator.compare(left, right));
      const options = values.map(([value, count]) => new Option(`${value} (${count})`, value));
      const select = element("select", {}, new Option(this.dataset.all, ""), ...options);
      return { ...column, select, values: counts };
    });
    this.shown = element("p", { className: "shown", role: "status" });
    const reset = element("button", { type: "button", textContent: this.dataset.reset });
    reset.addEventListener("click", () => {
      this.search.value = "";
      for (const { select } of this.facets) select.value = "";
      this.apply(true);
    });
    const labels = this.facets.map(({ title, select }) => element("label", {}, title, select));
    const form = element("form", { className: "filters", role: "search" },
      element("label", {}, this.dataset.search, this.search), ...labels, reset);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.apply(true));
    this.prepend(form, this.shown);
  }

  buildSorting() {
    for (const column of this.columns) {
      if (column.sort === "none") continue;
      const button = element("button", { type: "button", title: this.dataset.sortWord }, ...column.head.childNodes);
      column.head.append(button);
      button.addEventListener("click", () => {
        this.sort(column, column.head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending");
        this.write();
      });
    }
  }

  sort(column, direction) {
    const value = sortValues[column.sort] ?? text;
    const sign = direction === "descending" ? -1 : 1;
    const keyed = this.rows.map((item, place) => ({ item, place, value: value(item.row.cells[column.index]) }));
    keyed.sort((left, right) => sign * (typeof left.value === "number"
      ? left.value - right.value : collator.compare(left.value, right.value)) || left.place - right.place);
    this.rows = keyed.map(({ item }) => item);
    this.body.append(...this.rows.map(({ row }) => row));
    for (const { head } of this.columns) head.removeAttribute("aria-sort");
    column.head.setAttribute("aria-sort", direction);
    this.order = { column, direction };
  }

  apply(changed = false) {
    const words = fold(this.search.value).split(/\s+/).filter(Boolean);
    const chosen = this.facets.filter(({ select }) => select.value);
    let count = 0;
    for (const { row, text: content, facets } of this.rows) {
      row.hidden = !words.every((word) => content.includes(word))
        || chosen.some(({ key, select }) => facets[key] !== select.value);
      count += row.hidden ? 0 : 1;
    }
    const said = this.dataset.shown.replace("{shown}", count).replace("{all}", this.rows.length);
    this.shown.textContent = `${said}. ${count ? "" : this.dataset.none}`.trim();
    if (changed) this.write();
  }

  read() {
    const parameters = new URLSearchParams(location.search);
    const given = (name) => parameters.get(this.scope + name) ?? "";
    this.search.value = given("q");
    let unknown = false;
    for (const { key, select, values } of this.facets) {
      const value = given(key);
      unknown ||= value !== "" && !values.has(value);
      select.value = values.has(value) ? value : "";
    }
    const [key, direction] = given("sort").split(":");
    const column = this.columns.find((candidate) => candidate.key === key && candidate.sort !== "none");
    if (column) this.sort(column, direction === "descending" ? "descending" : "ascending");
    this.apply();
    if (unknown) this.shown.textContent += ` ${this.dataset.unknown}`;
  }

  write() {
    const address = new URL(location.href);
    const set = (name, value) => value
      ? address.searchParams.set(this.scope + name, value) : address.searchParams.delete(this.scope + name);
    set("q", this.search.value.trim());
    for (const { key, select } of this.facets) set(key, select.value);
    set("sort", this.order ? `${this.order.column.key}:${this.order.direction}` : "");
    history.replaceState(null, "", address);
  }
}

customElements.define("reestr-table", ReestrTable);
