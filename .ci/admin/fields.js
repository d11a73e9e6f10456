// Fields of the form that Decap has not: they judge as our validation does, and know that unknown is not "no".
import { Component, createElement } from "react";
import string from "decap-cms-widget-string";

const line = string.Widget().controlComponent;
const INN_WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8];

function isInn(value) {
  const total = INN_WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(value[place]), 0);
  return (total % 11) % 10 === Number(value[9]);
}

function isOgrn(value) {
  return (Number(value.slice(0, 12)) % 11) % 10 === Number(value[12]);
}

// What the schemas call a format and a pattern cannot say, by the format's name.
const FORMATS = { inn: [10, isInn], ogrn: [13, isOgrn] };

function wrong(field, message) {
  return { error: { type: "CUSTOM", message: `${field.get("label")}: ${message}` } };
}

// A text of one line, without the quotes that examples of records teach to write.
export class Line extends line {
  // Decap puts the cursor back whenever the form changes, and with that undoes what was selected.
  componentDidUpdate() {
    if (this._typed) super.componentDidUpdate();
    this._typed = false;
  }

  handleChange = (event) => {
    this._sel = event.target.selectionStart;
    this._typed = true;
    const quoted = event.target.value.match(/^\s*"(.*)"\s*$/);
    this.props.onChange(quoted ? quoted[1].trim() : event.target.value);
  };
}

// Digits of which the last one is a check digit.
export class Digits extends Line {
  isValid = () => {
    const { field, value } = this.props;
    const [length, fits] = FORMATS[field.get("format")];
    const whole = new RegExp(`^[0-9]{${length}}$`).test(value || "");
    return whole && !fits(value) ? wrong(field, field.getIn(["pattern", 1])) : true;
  };
}

// A day, chosen from the browser's own calendar; what it gives is the text that records hold.
export class Day extends Line {
  render() {
    const { classNameWrapper, forID, setActiveStyle, setInactiveStyle, value } = this.props;
    return createElement("input", {
      className: classNameWrapper,
      id: forID,
      type: "date",
      value: value || "",
      onBlur: setInactiveStyle,
      onChange: (event) => this.props.onChange(event.target.value),
      onFocus: setActiveStyle,
    });
  }
}

// What only says where a new record is put. For one that is there already it is shown, not asked for.
function place(Control, existing, asked) {
  return class extends Control {
    isValid = () => true;

    shown = () => existing(this.props.entry.get("path").split("/"));

    getValidateValue = () => (this.props.entry.get("newRecord") ? this.props.value : this.shown());

    render() {
      if (this.props.entry.get("newRecord")) return asked(this, () => super.render());
      const { classNameWrapper, forID } = this.props;
      return createElement("input", { className: classNameWrapper, id: forID, value: this.shown(), readOnly: true });
    }
  };
}

export const Name = place(
  Line,
  (path) => path.at(-1).replace(/\.yaml$/, ""),
  (control, render) => render(),
);

export const Folder = place(
  Component,
  (path) => path.slice(2, -1).join("/") || "—",
  ({ props: { classNameWrapper, field, forID, onChange, setActiveStyle, setInactiveStyle, value } }) =>
    createElement(
      "select",
      {
        className: classNameWrapper,
        id: forID,
        value: value || "",
        onBlur: setInactiveStyle,
        onChange: (event) => onChange(event.target.value),
        onFocus: setActiveStyle,
      },
      ["", ...field.get("options")].map((name) => createElement("option", { key: name, value: name }, name)),
    ),
);

// Yes, no, or nobody knows: then the field is not there.
export class Flag extends Component {
  static defaultProps = { value: undefined };

  isValid = () => true;

  render() {
    const { classNameWrapper, forID, onChange, setActiveStyle, setInactiveStyle, value } = this.props;
    const options = [["", "неизвестно"], ["true", "да"], ["false", "нет"]];
    return createElement(
      "select",
      {
        className: classNameWrapper,
        id: forID,
        value: typeof value === "boolean" ? `${value}` : "",
        onFocus: setActiveStyle,
        onBlur: setInactiveStyle,
        onChange: (event) => onChange(event.target.value === "" ? "" : event.target.value === "true"),
      },
      options.map(([name, label]) => createElement("option", { key: name, value: name }, label)),
    );
  }
}
