"""Every kind of page in a real browser at all window sizes, zooms, colours and inputs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.layout import font_faults, layout_faults, settle, space_text_out
from tests.browser.serving import Served
from tests.depth import DEEP
from tests.kinds_of_pages import organizations_by_kind
from tests.weight import FONT_LIMIT, PAGE_LIMIT, compressed, file_of, font_bytes

pytestmark = pytest.mark.browser

# 640 and 320 px are what a window of 1280 px has at 200 % and at 400 % zoom.
WIDTHS = (1280, 768, 640, 320)
SHEETS_OF_AN_ORGANIZATION = 2
SIZES_OF_TYPE = 7

_TAB_STOPS = """() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]";
  // In a picture an element of a part that is not displayed calls itself visible, but has no box.
  return [...document.querySelectorAll(controls)].filter((element) => element.tabIndex >= 0 && !element.disabled
    && element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0);
}"""
# Notes where the focus went, in the order of the page; a keyboard's first press must be real.
_WATCH_FOCUS = f"""() => {{
  const stops = ({_TAB_STOPS})();
  window.focused = [];
  document.addEventListener("focusin", ({{ target }}) => window.focused.push(stops.indexOf(target)));
  return stops.length;
}}"""
_FAULTS_OF_FOCUS = f"""() => {{
  const faults = [];
  const stops = ({_TAB_STOPS})();
  // The matrix has hundreds of cells alike.
  const every = Math.ceil(stops.length / 60);
  for (const element of stops.filter((_, place) => place % every === 0)) {{
    element.focus();
    const name = `<${{element.localName}}> «${{element.textContent.trim().slice(0, 40)}}»`;
    if (document.activeElement !== element) {{ faults.push(`${{name}} takes no focus`); continue; }}
    const ring = [element, "::before", "::after"].some((part) => {{
      const style = typeof part === "string" ? getComputedStyle(element, part) : getComputedStyle(part);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0 && style.content !== "none";
    }});
    // The map draws its rings itself: test_map.py looks at them.
    if (!ring && !element.closest("svg.map")) faults.push(`${{name}} shows no focus`);
    const box = element.getClientRects()[0];
    const [x, y] = [
      (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2,
      (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2,
    ];
    const hit = document.elementFromPoint(x, y);
    if (!hit || !(element.contains(hit) || hit.contains(element))) {{
      faults.push(`${{name}} is covered by ${{hit ? hit.outerHTML.slice(0, 60) : "the window's edge"}}`);
    }}
  }}
  // Where boxes are shown in another order than they are written, the focus jumps.
  for (const element of document.querySelectorAll("body *")) {{
    const {{ flexDirection, display }} = getComputedStyle(element);
    if (!display.includes("flex") || !flexDirection.endsWith("reverse")) continue;
    const held = [...element.children].filter((child) => child.querySelector("a[href], button, input, select"));
    if (held.length > 1) faults.push(`<${{element.localName}} class="${{element.className}}"> is shown backwards`);
  }}
  return faults;
}}"""
_MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const lasts = (text) => text.split(",").some((duration) => Number.parseFloat(duration) > 0);
  return ["", "::before", "::after"].filter((part) => {
    const style = getComputedStyle(element, part || null);
    return lasts(style.transitionDuration) || style.scrollBehavior === "smooth"
      || (style.animationName !== "none" && lasts(style.animationDuration));
  }).map((part) => element.localName + part);
})"""
# Colours are the system's: an outcome without a word of its own would be lost.
_WORDLESS = """() => [...document.querySelectorAll('main [class*="is-"]')]
  .filter((element) => element.checkVisibility() && !element.closest('[aria-hidden="true"]'))
  .filter((element) => !/[\\p{L}\\d]/u.test(element.textContent))
  .map((element) => element.outerHTML.slice(0, 120))"""
_UNSEEN = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (!says || !element.checkVisibility()) return false;
  const ground = (behind) => {
    const colour = getComputedStyle(behind).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" && behind.parentElement ? ground(behind.parentElement) : colour;
  };
  return getComputedStyle(element).color === ground(element);
}).map((element) => element.outerHTML.slice(0, 120))"""
# Text in a picture has the picture's own units.
_SIZES_OF_TYPE = """() => [...new Set([...document.querySelectorAll("body *")].filter((element) =>
  element.checkVisibility() && !element.closest("svg")
  && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
).map((element) => getComputedStyle(element).fontSize))]"""
# A control that nothing answers without scripts; a form with an address of its own is answered by that page.
_DEAD_CONTROLS = """() => [...document.querySelectorAll("button, input, select, textarea")]
  .filter((element) => element.checkVisibility() && !element.closest("form[action]"))
  .map((element) => element.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """What a browser said and asked for while pages were looked at, and what was wrong with them."""

    said: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    heavy: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


# A page is loaded once and the window changed around it: wide and light or narrow and dark at first, every second kind
# of page in the one and the others in the other way; at night every kind in both.
@pytest.mark.parametrize(("place", "first", "scheme"), [(0, 1280, "light"), (1, 320, "dark")])
@pytest.mark.parametrize(
    ("site", "on_paper"), [("example", True), ("real", DEEP), ("internal", DEEP)], indirect=["site"]
)
@pytest.mark.seeded
def test_a_page_is_quiet_at_home_and_as_wide_as_the_window(
    browser: Browser, site: Served, on_paper: bool, place: int, first: int, scheme: Literal["light", "dark"]
) -> None:
    """On paper and in the colours of the system pages of the example alone are looked at; at night all."""
    page = browser.new_page(color_scheme=scheme)
    seen = Seen()
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on("request", lambda request: seen.requested.append(request.url))
    for path in site.kinds if DEEP else site.kinds[place::2]:
        resize(page, first)
        look_at_loading(page, site, path, seen)
        for width in (first, *(width for width in WIDTHS if width != first)):
            resize(page, width)
            seen.faults += [f"{path}, {width} px: {fault}" for fault in layout_faults(page)]
        if on_paper:
            look_at_colours_of_the_system(page, path, seen)
            look_at_paper(page, path, seen)
        space_text_out(page)
        for width in (WIDTHS[0], WIDTHS[-1]):
            resize(page, width)
            seen.faults += [f"{path}, {width} px, text spaced out: {fault}" for fault in layout_faults(page)]
    page.close()
    assert not seen.faults, "\n".join(seen.faults)
    assert seen.said == []
    assert seen.heavy == {}
    fonts = {file.rpartition("/")[2] for url in seen.requested if (file := file_of(url)).endswith(".woff2")}
    assert fonts == {"golos-text-cyrillic.woff2", "golos-text-latin.woff2"}
    assert [url for url in seen.requested if not url.startswith(site.address)] == []


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def look_at_loading(page: Page, site: Served, path: str, seen: Seen) -> None:
    """Load a page: it has one heading, is set in the theme's font and few sizes and weighs no more than it may."""
    before = len(seen.requested)
    page.goto(site.address + path)
    assert page.locator("h1").count() == 1, path
    seen.faults += [f"{path}: {fault}" for fault in font_faults(page)]
    sizes = page.evaluate(_SIZES_OF_TYPE)
    seen.faults += [f"{path}: sizes of type {sorted(sizes)}"] if not 0 < len(sizes) <= SIZES_OF_TYPE else []
    # Pictures have a limit of their own (test_guide.py), and only those near the window are asked for.
    files = {file for url in seen.requested[before:] if not (file := file_of(url)).endswith(".webp")}
    weight = compressed(site.folder, files - {"favicon.svg"})
    if weight > PAGE_LIMIT or font_bytes(site.folder, files) > FONT_LIMIT:
        seen.heavy[path] = weight


def look_at_colours_of_the_system(page: Page, path: str, seen: Seen) -> None:
    """Stillness and the colours of the system are given to those who ask: no word is lost in them."""
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    for what, script in (
        ("moves", _MOVING),
        ("tells an outcome by its colour alone", _WORDLESS),
        ("is as its ground", _UNSEEN),
    ):
        seen.faults += [f"{path}, colours of the system: {item} {what}" for item in page.evaluate(script)]
    page.emulate_media(reduced_motion="no-preference", forced_colors="none")


def look_at_paper(page: Page, path: str, seen: Seen) -> None:
    """The layout for paper; at night each page is printed besides, which another test does with organizations."""
    page.emulate_media(media="print")
    resize(page, printed_width(page))
    seen.faults += [f"{path}, on paper: {fault}" for fault in layout_faults(page)]
    assert not DEEP or sheets(page.pdf(prefer_css_page_size=True)) > 0, path
    page.emulate_media(media="screen")


def sheets(pdf: bytes) -> int:
    """How many sheets a printed page takes: chromium writes each as an object of its own, uncompressed."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def printed_width(page: Page) -> int:
    """The width in px that the page's own @page rule leaves of A4."""
    turned = page.evaluate("getComputedStyle(document.body).page") == "wide"
    return round((297 - 2 * 10 if turned else 210 - 2 * 12) / 25.4 * 96)


def test_motion_would_be_noticed(browser: Browser, example: Served) -> None:
    page = browser.new_page(reduced_motion="no-preference")
    page.goto(example.address + example.kinds[-1])
    assert page.evaluate(_MOVING) != []
    page.close()


def test_without_scripts_content_and_menu_are_there_and_no_control_is_dead(browser: Browser, example: Served) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    for path in example.kinds:
        page.goto(example.address + path)
        assert page.get_by_role("heading", level=1).is_visible(), path
        assert len(page.locator("main").inner_text()) > 150, path
        assert page.evaluate(_DEAD_CONTROLS) == [], path
        assert page.locator(".menu > summary").is_visible(), path
        page.locator(".menu > summary").click()
        sections = page.locator(".sections a")
        assert sections.count() > 10, path
        page.locator(".sections summary").last.click()
        assert sections.first.is_visible() and sections.last.is_visible(), path
    context.close()


# On every commit each kind of page is looked at in one of the two windows, at night in both.
@pytest.mark.parametrize(("width", "first"), [(320, 0), (1280, 1)])
@pytest.mark.seeded
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(
    browser: Browser, example: Served, width: int, first: int
) -> None:
    presses = 20
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    faults: list[str] = []
    for path in example.kinds if DEEP else example.kinds[first::2]:
        page.goto(example.address + path)
        settle(page)
        stops = page.evaluate(_WATCH_FOCUS)
        for _ in range(presses):
            page.keyboard.press("Tab")
        assert page.evaluate("window.focused")[:stops] == list(range(min(presses, stops))), path
        faults += [f"{path or 'home'}: {fault}" for fault in page.evaluate(_FAULTS_OF_FOCUS)]
    page.close()
    assert not faults, "\n".join(faults)


def test_an_organization_prints_on_one_or_two_sheets(browser: Browser, example: Served) -> None:
    page = browser.new_page()
    taken = {}
    for path in organizations_by_kind(example.folder).values():
        page.goto(example.address + path)
        taken[path] = sheets(page.pdf(prefer_css_page_size=True))
    page.close()
    assert {path: count for path, count in taken.items() if count > SHEETS_OF_AN_ORGANIZATION} == {}
