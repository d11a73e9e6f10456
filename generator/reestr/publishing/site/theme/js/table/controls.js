// The controls above a table, as nodes; what they do is the table's own affair (reestr-table.js). They open and close
// without a script of their own: each is a <details>, so that keyboard and screen reader know them already.

import { closeByItself } from "../menus.js";

export function element(tag, properties = {}, ...children) {
  const { dataset, ariaLabel, ...plain } = properties;
  const made = Object.assign(document.createElement(tag), plain);
  if (ariaLabel) made.setAttribute("aria-label", ariaLabel);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// A button that opens a panel; `group` makes it close the others of its group.
export function dropdown(className, group, title, ...children) {
  const box = element("details", { className: `dropdown ${className}` },
    element("summary", {}, ...[title].flat()), element("div", { className: "panel" }, ...children));
  box.setAttribute("name", group);
  closeByItself(box);
  return box;
}

export function checkbox(value, words, ...more) {
  const input = element("input", { type: "checkbox", value, autocomplete: "off" });
  return { input, label: element("label", { className: "option" }, input, element("span", {}, words), ...more) };
}

// A facet: its values as checkboxes, each with the number of rows that choosing it would leave.
export function facetControl(column, values, group, onChange) {
  const number = element("span", { className: "chosen-number" });
  const options = values.map(({ value, label }) => {
    const count = element("span", { className: "count" });
    return { value, count, ...checkbox(value, label, " ", count) };
  });
  const list = element("fieldset", {}, element("legend", { className: "hidden" }, column.title),
    ...options.map(({ label }) => label));
  const node = dropdown("facet", group, [column.title, number], list);
  // One value for all rows leaves nothing to choose.
  node.hidden = values.length < 2;
  list.addEventListener("change", ({ target }) => onChange(target.value, target.checked));
  return {
    node,
    // counts: value -> rows; chosen: the values that hold now.
    show(counts, chosen) {
      for (const { value, count, input, label } of options) {
        const rows = counts.get(value) ?? 0;
        count.textContent = rows;
        input.checked = chosen.has(value);
        label.classList.toggle("nothing", rows === 0 && !input.checked);
      }
      number.textContent = chosen.size ? ` ${chosen.size}` : "";
      node.classList.toggle("active", chosen.size > 0);
    },
  };
}

// The conditions that hold, a button each, which removes it.
export function chips(words, onRemove, onReset) {
  const node = element("ul", { className: "chips", ariaLabel: words.chosen, hidden: true });
  return {
    node,
    show(conditions) {
      node.hidden = conditions.length === 0;
      const items = conditions.map((condition) => {
        const button = element("button", { type: "button", className: "chip",
          ariaLabel: fill(words.remove, { condition: condition.text }) }, condition.text);
        button.addEventListener("click", () => {
          const place = [...node.querySelectorAll("button")].indexOf(button);
          onRemove(condition);
          // Its button is gone: the focus stays among the conditions while there are any.
          const left = node.querySelectorAll("button");
          if (left.length) left[Math.min(place, left.length - 1)].focus();
        });
        return element("li", {}, button);
      });
      const reset = element("button", { type: "button", className: "reset" }, words.reset);
      reset.addEventListener("click", onReset);
      node.replaceChildren(...items, element("li", {}, reset));
    },
  };
}

// The choice of columns; `choice` is a ColumnChoice.
export function columnControl(choice, words, group) {
  const options = choice.columns.map((column) => {
    const { input, label } = checkbox(column.key, column.title);
    input.addEventListener("change", () => choice.choose(column, input.checked));
    return { column, input, label };
  });
  const update = () => options.forEach(({ column, input }) => (input.checked = !column.head.hidden));
  const reset = element("button", { type: "button" }, words["columns-reset"]);
  reset.addEventListener("click", () => {
    choice.reset();
    update();
  });
  update();
  const list = element("fieldset", {}, element("legend", { className: "hidden" }, words.columns),
    ...options.map(({ label }) => label));
  return dropdown("columns", group, words.columns, list, reset);
}

// The files that what is shown can be saved as.
export function saveControl(words, group, onSave) {
  const buttons = ["csv", "xlsx", "json"].map((kind) => {
    const button = element("button", { type: "button", dataset: { kind } }, words[`save-${kind}`]);
    button.addEventListener("click", () => onSave(kind));
    return button;
  });
  return dropdown("save", group, words.save, element("p", {}, words["save-hint"]), ...buttons);
}
