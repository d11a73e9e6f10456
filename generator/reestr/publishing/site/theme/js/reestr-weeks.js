// <reestr-weeks>: makes a form of the lines that hand in weekly counts. It has a script with the data of the page (see
// widgets/hand_in.py; words are in weeks.json) and a <pre> with the lines, which stay as what will be sent. Nothing is sent from here: the reader's
// mail program, clipboard or share menu takes the text.

const HIGHEST = 10_000;
const [DONE, CLOSED] = ["=", "-"];

// What all forms have in common, asked for once.
let asked;
function common() {
  asked ??= fetch(new URL("../weeks.json", import.meta.url)).then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  });
  return asked;
}

function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

// "text=1,photo=3" -> Map { text: 1, photo: 3 }
function counts(text) {
  return new Map(text.split(",").map((part) => part.split("=")).map(([name, number]) => [name, Number(number)]));
}

// The fields of one page: a total, and folded numbers by format that replace it.
class PageFields {
  constructor(data, [network, url], changed) {
    const { words } = data;
    this.url = url;
    this.shown = url.replace(/^https?:\/\//, "");
    this.words = words;
    this.total = this.field(words.posts, changed);
    this.formats = new Map(data.formats.map(([name, title]) => [name, this.field(title, changed)]));
    const labels = [...this.formats.values()].map((input) => input.parentElement);
    this.inner = made("details", {}, made("summary", { textContent: words.formats }), made("div", { className: "hand-in-formats" }, ...labels));
    this.element = made("fieldset", {}, made("legend", {}, `${network} `, made("small", { textContent: this.shown })), this.total.parentElement, this.inner);
  }

  field(title, changed) {
    const input = made("input", { type: "number", min: 0, max: HIGHEST, step: 1, inputMode: "numeric" });
    input.addEventListener("input", changed);
    made("label", {}, made("span", { textContent: title }), input);
    return input;
  }

  // Takes over the numbers that the program counted, or gives the fields back.
  fix(text) {
    const known = text ? counts(text) : new Map();
    for (const [name, input] of this.formats) {
      input.value = known.get(name) || "";
      input.readOnly = Boolean(text);
    }
    this.total.value = text && !known.size ? "" : known.get("total") ?? "";
    this.fixed = Boolean(text);
  }

  // The counts as a line says them, "" without any, null if a number is wrong.
  said() {
    const inputs = [this.total, ...this.formats.values()];
    const right = inputs.filter((input) => {
      const fits = input.validity.valid;
      input.setAttribute("aria-invalid", String(!fits));
      return fits;
    });
    const told = [...this.formats].filter(([, input]) => input.value !== "");
    this.total.readOnly = this.fixed || told.length > 0;
    if (told.length) this.total.value = told.reduce((sum, [, input]) => sum + Number(input.value), 0);
    else if (this.summed) this.total.value = "";
    this.summed = told.length > 0;
    if (right.length < inputs.length) return null;
    const parts = told.filter(([, input]) => Number(input.value)).map(([name, input]) => `${name}=${Number(input.value)}`);
    if (parts.length) return parts.join(",");
    return this.total.value === "" ? "" : `total=${Number(this.total.value)}`;
  }
}

class ReestrWeeks extends HTMLElement {
  async connectedCallback() {
    if (this.data) return;
    this.data = JSON.parse(this.querySelector("script").textContent);
    try {
      Object.assign(this.data, await common());
    } catch {
      // The lines stay, to be copied by hand.
      return;
    }
    this.preview = this.querySelector("pre");
    this.querySelector(".unscripted").remove();
    const { words, weeks } = this.data;
    const changed = () => this.tell();
    this.weeks = made("select", {}, ...weeks.map(([monday, said]) => made("option", { value: monday, textContent: said })));
    this.weeks.addEventListener("change", () => this.begin());
    this.machine = made("div", { className: "hand-in-machine" });
    this.rows = made("div", { className: "hand-in-pages" });
    this.pages = this.data.pages.map((page) => new PageFields(this.data, page, changed));
    this.status = made("p", { role: "status" });
    this.status.setAttribute("role", "status");
    this.mail = made("a", { className: "hand-in-send", textContent: words.mail });
    this.copy = made("button", { type: "button", textContent: words.copy });
    this.copy.addEventListener("click", () => this.copied());
    this.share = made("button", { type: "button", textContent: words.share, hidden: !navigator.share });
    // Who changes their mind about sharing has done nothing wrong.
    this.share.addEventListener("click", () => navigator.share({ title: this.data.subject, text: this.message() }).catch(() => {}));
    this.form = made(
      "form",
      { noValidate: true },
      made("label", { hidden: weeks.length < 2 }, made("span", { textContent: words.week }), this.weeks),
      this.machine,
      this.rows,
      this.status,
      made("p", { className: "hand-in-buttons" }, this.mail, this.copy, this.share),
    );
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.preview.before(this.form, made("p", { className: "hand-in-preview", textContent: words.preview }));
    this.preview.after(made("p", { className: "aside-note", textContent: words.sent }));
    this.begin();
  }

  // Shows the pages of the chosen week, and what the program counted on them.
  begin() {
    const { words } = this.data;
    const [, , ...states] = this.data.weeks[this.weeks.selectedIndex];
    this.open = this.pages.filter((_, place) => ![DONE, CLOSED].includes(states[place]));
    const done = this.pages.filter((_, place) => states[place] === DONE);
    this.rows.replaceChildren(
      ...this.open.map((page) => page.element),
      ...done.map((page) => made("p", { className: "hand-in-page-done" }, made("small", { textContent: `${page.shown}: ${words.done}` }))),
    );
    const known = this.pages.map((page, place) => [page, states[place]]).filter(([page, state]) => state && this.open.includes(page));
    this.pages.forEach((page) => page.fix(""));
    this.machine.replaceChildren();
    if (known.length) {
      const agreed = made("input", { type: "checkbox" });
      agreed.addEventListener("change", () => {
        known.forEach(([page, state]) => page.fix(agreed.checked ? state : ""));
        this.tell();
      });
      this.machine.append(
        made("p", { textContent: words.machine }),
        made("ul", {}, ...known.map(([page, state]) => made("li", { textContent: `${page.shown} — ${this.inWords(state)}` }))),
        made("label", { className: "hand-in-agreed" }, agreed, made("span", { textContent: words.agreed })),
      );
    }
    this.tell();
  }

  inWords(text) {
    const known = counts(text);
    const sum = [...known.values()].reduce((one, other) => one + other, 0);
    const parts = this.data.formats.filter(([name]) => known.get(name)).map(([name, title]) => `${title.toLowerCase()} — ${known.get(name)}`);
    return parts.length ? `${sum} (${parts.join(", ")})` : String(sum);
  }

  // Puts together what will be sent, and says what is missing.
  tell() {
    const { words, mark } = this.data;
    const said = this.open.map((page) => [page, page.said()]);
    const monday = this.weeks.value;
    this.lines = said.filter(([, text]) => text).map(([page, text]) => `${mark}; ${page.url}; ${monday}; ${text}`);
    const wrong = said.some(([, text]) => text === null);
    const left = said.filter(([, text]) => text === "").map(([page]) => page.shown);
    const ready = this.lines.length > 0 && !wrong;
    if (wrong) this.status.textContent = words.wrong;
    else if (!ready) this.status.textContent = words.none;
    else this.status.textContent = left.length ? `${words.left} ${left.join(", ")}` : "";
    this.preview.firstElementChild.textContent = ready ? this.lines.join("\n") : "…";
    this.copy.disabled = this.share.disabled = !ready;
    this.mail.hidden = !this.data.mail;
    if (ready) {
      const parts = { subject: this.data.subject, body: this.message().replaceAll("\n", "\r\n") };
      const query = Object.entries(parts).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
      this.mail.href = `mailto:${encodeURIComponent(this.data.mail).replace("%40", "@")}?${query.join("&")}`;
    } else this.mail.removeAttribute("href");
    this.mail.setAttribute("aria-disabled", String(!ready));
  }

  message() {
    const week = this.data.weeks[this.weeks.selectedIndex][1];
    return `${this.data.subject}, ${week}\n\n${this.lines.join("\n")}\n`;
  }

  async copied() {
    try {
      await navigator.clipboard.writeText(this.message());
      this.status.textContent = this.data.words.copied;
    } catch {
      // No clipboard outside of https, or the reader forbade it.
      this.status.textContent = this.data.words.failed;
      getSelection().selectAllChildren(this.preview);
    }
  }
}

customElements.define("reestr-weeks", ReestrWeeks);

// A link to the form, in a letter for example, opens it.
function openNamed() {
  const form = document.querySelector("#hand-in");
  if (form && location.hash === "#hand-in") form.open = true;
}
openNamed();
addEventListener("hashchange", openNamed);
