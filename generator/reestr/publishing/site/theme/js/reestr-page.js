// The menus of the header, the age of the site, the way to a page that has moved, and two small helps on the page of an
// organization. All add to what is there: without a script a menu opens and closes by its button, the code can be selected
// by hand and the address stands beside where the QR code would be. What a copy button says comes from data attributes, the
// words of the age from `state.json`; what is the same on every page stands here.

import { tellAge } from "./age.js";
import { closeByItself } from "./menus.js";

document.querySelectorAll(".top details").forEach(closeByItself);
tellAge(new URL("../state.json", import.meta.url));

// A page that has moved: its new address, at the same place within it.
const moved = document.querySelector("a[data-moved]");
if (moved) location.replace(moved.href + location.hash);

const WORDS = {
  copied: "Скопировано",
  copyFailed: "Не вышло: выделите текст и скопируйте сами",
  open: "QR-код",
  save: "Скачать QR-код (SVG)",
  said: "QR-код адреса",
  drawFailed: "QR-код не нарисовался: обновите страницу.",
};

// The place that an address names may lie inside something folded: not every browser unfolds it.
function unfold() {
  let place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const named = place;
  for (; place; place = place.parentElement) if (place.tagName === "DETAILS") place.open = true;
  named?.scrollIntoView();
}
if (location.hash.length > 1) unfold();
addEventListener("hashchange", unfold);

function button(label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  return made;
}

// <reestr-copy>: puts the text of the <pre> inside it on the clipboard.
class ReestrCopy extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("button")) return;
    const copy = button(this.dataset.copy);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(this.querySelector("pre").textContent);
        said.textContent = ` ${this.dataset.copied ?? WORDS.copied}`;
      } catch {
        // No clipboard outside of https, or the reader forbade it.
        said.textContent = ` ${this.dataset.failed ?? WORDS.copyFailed}`;
        getSelection().selectAllChildren(this.querySelector("pre"));
      }
    });
    this.append(copy, said);
  }
}

const SVG = "http://www.w3.org/2000/svg";

// The dark squares of a code as one path; `said` is its name for who does not see it.
export function drawing(code, said) {
  const parts = [];
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) parts.push(`M${x} ${y}h1v1h-1z`);
    }
  }
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${code.size} ${code.size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("shape-rendering", "crispEdges");
  const title = document.createElementNS(SVG, "title");
  title.textContent = said;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", parts.join(""));
  svg.append(title, path);
  return svg;
}

// <reestr-qr>: a button that shows the QR code of data-text and offers it as a file; the library comes with the click.
class ReestrQr extends HTMLElement {
  connectedCallback() {
    if (this.querySelector("button")) return;
    this.toggle = button(WORDS.open);
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.addEventListener("click", () => this.switch());
    this.append(this.toggle);
  }

  async switch() {
    this.figure ??= await this.draw();
    if (!this.figure.isConnected) this.append(this.figure);
    else this.figure.hidden = !this.figure.hidden;
    this.toggle.setAttribute("aria-expanded", String(!this.figure.hidden));
  }

  async draw() {
    const figure = document.createElement("figure");
    try {
      const { generate } = await import("./vendor/qr.js");
      const svg = drawing(generate(this.dataset.text), `${WORDS.said} ${this.dataset.text.replace(/^https?:\/\//, "")}`);
      const file = document.createElement("a");
      // A file of its own is looked at outside of the page's style: it names its size and its space.
      const alone = svg.cloneNode(true);
      alone.setAttribute("xmlns", SVG);
      const [, , size] = svg.getAttribute("viewBox").split(" ").map(Number);
      alone.setAttribute("viewBox", `-4 -4 ${size + 8} ${size + 8}`);
      alone.setAttribute("width", "400");
      file.href = URL.createObjectURL(new Blob([alone.outerHTML], { type: "image/svg+xml" }));
      file.download = `${this.dataset.name}-qr.svg`;
      file.textContent = WORDS.save;
      figure.append(svg, file);
    } catch {
      figure.textContent = WORDS.drawFailed;
    }
    return figure;
  }
}

customElements.define("reestr-copy", ReestrCopy);
customElements.define("reestr-qr", ReestrQr);
