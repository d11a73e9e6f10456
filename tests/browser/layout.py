"""Measures faults of layout: sideways scroll, text cut off or outside its box, overlapping text."""

from __future__ import annotations

from playwright.sync_api import Page

_FAULTS = """() => {
  const faults = [];
  const name = (element) => {
    const label = element.id ? `#${element.id}` : [element.localName, ...element.classList].join(".");
    return `<${label}> «${element.textContent.trim().replaceAll(/\\s+/g, " ").slice(0, 40)}»`;
  };
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) faults.push(`the page scrolls sideways: ${wide} > ${innerWidth}`);

  // What is seen of an element through the boxes around it that clip; nothing of words for listeners only.
  const nowhere = { left: 0, right: 0, top: 0, bottom: 0 };
  const ports = new Map([[document.body, { left: -1e6, right: 1e6, top: -1e6, bottom: 1e6 }]]);
  const port = (element) => {
    if (ports.has(element)) return ports.get(element);
    let seen = element.parentElement ? port(element.parentElement) : ports.get(document.body);
    const style = getComputedStyle(element);
    if (style.clipPath === "inset(50%)") seen = nowhere;
    else if (style.overflowX !== "visible") {
      const box = element.getBoundingClientRect();
      seen = { left: Math.max(seen.left, box.left), right: Math.min(seen.right, box.right),
               top: Math.max(seen.top, box.top), bottom: Math.min(seen.bottom, box.bottom) };
    }
    ports.set(element, seen);
    return seen;
  };

  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    if (!["hidden", "clip"].includes(style.overflowX) || element.closest("svg") || port(element) === nowhere) continue;
    if (element.clientWidth > 1 && (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1)) faults.push(`text is cut off by ${name(element)}`);
  }

  // The boxes around a text, from the nearest to the one that clips it; an inline box is as wide as its text.
  const bounds = new Map();
  const bound = (element) => {
    if (!bounds.has(element)) {
      const { display, overflowX } = getComputedStyle(element);
      const { left, right } = element.getBoundingClientRect();
      const inline = display === "inline" || display === "contents";
      bounds.set(element, { left, right, inline, ends: overflowX !== "visible" });
    }
    return bounds.get(element);
  };
  const outside = (rect, element) => {
    for (let around = element; around !== document.body; around = around.parentElement) {
      const box = bound(around);
      if (box.ends) return null;
      if (!box.inline && (rect.right > box.right + 1 || rect.left < box.left - 1)) return around;
    }
    return null;
  };

  // Boxes of glyphs are higher than lines and may overlap a little: the middle half of each is compared.
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    // In a picture an element of a part that is not displayed calls itself visible, but has no box.
    const shown = element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0
      && !element.closest("select");
    if (!shown || !node.data.trim()) continue;
    // Its text stands in the folded part, though the element itself is seen.
    if (element.localName === "details" && !element.open) continue;
    const seen = port(element);
    if (seen === nowhere) continue;
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      // Words in a picture have no box of their own there.
      const around = element.closest("svg") ? null : outside(rect, element);
      if (around) faults.push(`${name(element)} sticks out of ${name(around)}`);
      const quarter = rect.height / 4;
      const box = { left: Math.max(rect.left, seen.left), right: Math.min(rect.right, seen.right),
                    top: Math.max(rect.top + quarter, seen.top), bottom: Math.min(rect.bottom - quarter, seen.bottom),
                    node };
      if (box.right - box.left > 2 && box.bottom - box.top > 2) boxes.push(box);
    }
  }
  boxes.sort((one, other) => one.top - other.top);
  boxes.forEach((box, place) => {
    for (let next = place + 1; next < boxes.length && boxes[next].top < box.bottom - 1; next += 1) {
      const other = boxes[next];
      if (other.node !== box.node && Math.min(box.right, other.right) - Math.max(box.left, other.left) > 2) {
        faults.push(`${name(box.node.parentElement)} lies over ${name(other.node.parentElement)}`);
      }
    }
  });
  return [...new Set(faults)].slice(0, 5);
}"""

_TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
}"""


_FONTS = """() => document.fonts.ready.then(() => {
  const families = new Set([...document.querySelectorAll("body *")].map((item) => getComputedStyle(item).fontFamily));
  const loaded = [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family);
  return [[...families], loaded];
})"""


def font_faults(page: Page) -> list[str]:
    """What is not set in the font of the theme, or set before both files of it have arrived."""
    families, loaded = page.evaluate(_FONTS)
    faults = [f"text is set in {family}" for family in families if not family.startswith('"Golos Text", "Like Arial"')]
    faults += [f"{len(families)} fonts"] if len(families) != 1 else []
    return faults + ([f"of the font is loaded: {loaded}"] if loaded.count("Golos Text") != 2 else [])


def layout_faults(page: Page) -> list[str]:
    """At most five faults of the page as it stands, in words; elements are named by id or class and their text."""
    settle(page)
    faults: list[str] = page.evaluate(_FAULTS)
    return faults


def settle(page: Page) -> None:
    """Wait until what watches its own width has answered: it does so in the next frame."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def space_text_out(page: Page) -> None:
    """Apply the spacing of lines, letters, words and paragraphs that a reader may ask for (WCAG 1.4.12)."""
    page.evaluate(_TEXT_SPACING)
