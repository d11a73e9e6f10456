// Which columns of a table are shown: the page's own choice, and on top of it what a reader changed, kept in this
// browser for each table. A browser that keeps nothing, or keeps something strange, shows the page's own choice.

const storageKey = (name) => `reestr.columns.${name}`;

function remembered(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey(name)));
    return kept !== null && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

function remember(name, changes) {
  try {
    if (Object.keys(changes).length) localStorage.setItem(storageKey(name), JSON.stringify(changes));
    else localStorage.removeItem(storageKey(name));
  } catch {
    // Storage is full or forbidden: the choice holds for this page only.
  }
}

export class ColumnChoice {
  // The first column names the row: it always stays.
  constructor(name, columns, rows) {
    this.name = name;
    this.rows = rows;
    this.columns = columns.slice(1);
    this.all = columns;
    const kept = remembered(name);
    for (const column of this.columns) {
      const wanted = Object.hasOwn(kept, column.key) ? kept[column.key] : undefined;
      if (typeof wanted === "boolean") this.set(column, wanted);
    }
  }

  get shown() {
    return this.all.filter(({ head }) => !head.hidden);
  }

  set(column, visible) {
    if (column.head.hidden === !visible) return;
    column.head.hidden = !visible;
    for (const { cells } of this.rows) {
      const cell = cells[column.index];
      cell.hidden = !visible;
      // On the card of a row, what the page itself does not show must be named.
      if (column.extra) cell.dataset.label ??= column.title;
    }
  }

  choose(column, visible) {
    this.set(column, visible);
    const changed = this.columns.filter(({ head, extra }) => head.hidden !== extra);
    remember(this.name, Object.fromEntries(changed.map(({ key, head }) => [key, !head.hidden])));
  }

  reset() {
    for (const column of this.columns) this.set(column, !column.extra);
    remember(this.name, {});
  }
}
