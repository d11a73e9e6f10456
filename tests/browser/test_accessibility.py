"""axe-core finds nothing on any kind of page: WCAG 2.2 AA and best practice, light and dark, narrow and wide."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Served
from tests.depth import DEEP

pytestmark = pytest.mark.browser

NARROW, WIDE = 320, 1280
Scheme = Literal["light", "dark"]

# target-size, WCAG 2.5.8, is among them: nothing to be hit is smaller than 24 px or too near to its neighbour.
_EVERY_RULE = """["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]"""
_RULES_OF_COLOURS = """{
  type: "rule",
  values: axe.getRules(["cat.color"]).map(({ ruleId }) => ruleId).filter((id) => !id.endsWith("-enhanced")),
}"""
_RUN = """async () => {
  // No rule of these reads the style sheets themselves: they are not fetched once more for it.
  const { violations } = await axe.run(document, { runOnly: RULES, resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
    `${id}: ${target.join(" ")}: ${failureSummary.replaceAll(/\\s+/g, " ")}`));
}"""
# All that lies folded on a page: menus, remarks, panels.
_UNFOLD = """() => {
  // Of details with one name only one stays open: the last.
  for (const details of document.querySelectorAll("details:not([open])")) details.open = true;
  for (const button of document.querySelectorAll('button[aria-expanded="false"]')) {
    if (button.checkVisibility()) button.click();
  }
}"""
# Of siblings that differ in their words alone (rows of tables, fields, markers on the map) two stay; alike are the same
# elements with the same classes, roles and names of other attributes.
_TWO_OF_EACH = """() => {
  const COMPARED = new Set(["class", "role", "type", "style", "hidden", "lang", "open", "scope", "tabindex"]);
  const shape = (element) => {
    let text = element.localName;
    for (const { name, value } of element.attributes) {
      text += COMPARED.has(name) || !value ? ` ${name}=${value}` : ` ${name}`;
    }
    const inner = [...element.childNodes].map((node) => {
      if (node.nodeType === Node.ELEMENT_NODE) return shape(node);
      return node.nodeType === Node.TEXT_NODE && node.data.trim() ? "words" : "";
    });
    return `<${text}>${inner.join("")}</>`;
  };
  const thin = (parent) => {
    const counts = new Map();
    for (const child of [...parent.children]) {
      const looks = shape(child);
      counts.set(looks, (counts.get(looks) ?? 0) + 1);
      if (counts.get(looks) > 2) child.remove();
      else thin(child);
    }
  };
  thin(document.querySelector("main"));
}"""


def still_page(browser: Browser, width: int) -> Page:
    """A page on which nothing moves: a colour half-way to another would be measured as a third."""
    return browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")


def violations(page: Page, path: str, scheme: Scheme, rules: str = _EVERY_RULE) -> list[str]:
    """What axe finds on the page as it stands, in one scheme; the message says where."""
    page.emulate_media(color_scheme=scheme)
    return [f"{path or 'home'} {scheme}, {text}" for text in page.evaluate(_RUN.replace("RULES", rules))]


# Most of a page is the same in any window and scheme. On every commit the whole rule set judges each kind of page once,
# narrow, dark and unfolded, where nothing of it is hidden, and the rules of colours once more in the light; the whole
# set judges what is laid out otherwise in a wide window (the header, tables, a page in columns), and of the internal
# edition what the example does not show. Of many alike siblings two are judged: half of all elements are not. At night
# whole pages, all else that can be combined, and the real city, whose pages come of the same templates.
_LAID_OUT_OTHERWISE = ("", "organizations/", "organizations/school-1/", "compliance/", "tasks/")


@pytest.mark.parametrize(
    ("site", "width", "scheme", "unfold"),
    [
        ("example", NARROW, "dark", True),
        ("internal", WIDE, "dark", False),
        *(
            pytest.param(*combined, marks=pytest.mark.deep)
            for combined in (
                ("example", WIDE, "light", False),
                ("example", WIDE, "dark", False),
                ("example", NARROW, "light", False),
                ("example", NARROW, "dark", False),
                ("example", WIDE, "light", True),
                ("example", WIDE, "dark", True),
                ("example", NARROW, "light", True),
                ("real", NARROW, "light", False),
                ("real", NARROW, "dark", False),
                ("internal", WIDE, "light", False),
            )
        ),
    ],
    indirect=["site"],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, axe: str, site: Served, width: int, scheme: Scheme, unfold: bool
) -> None:
    page = still_page(browser, width)
    found: list[str] = []
    unfolded = 0
    for path in site.kinds:
        page.goto(site.address + path)
        if unfold:
            unfolded += page.locator("main :is(details:not([open]), button[aria-expanded=false])").count()
            page.evaluate(_UNFOLD)
        if not DEEP:
            page.evaluate(_TWO_OF_EACH)
        page.evaluate(axe)
        found += violations(page, path, scheme)
        # At night the other scheme is judged by all rules.
        if not DEEP:
            found += violations(page, path, "light", _RULES_OF_COLOURS)
    page.close()
    assert bool(unfolded) is unfold
    assert not found, "\n".join(found)


def test_axe_finds_nothing_where_a_wide_window_is_laid_out_otherwise(
    browser: Browser, axe: str, example: Served
) -> None:
    page = still_page(browser, WIDE)
    found: list[str] = []
    for path in _LAID_OUT_OTHERWISE:
        page.goto(example.address + path)
        if not DEEP:
            page.evaluate(_TWO_OF_EACH)
        page.evaluate(axe)
        found += violations(page, path, "light")
    page.close()
    assert not found, "\n".join(found)


def test_axe_would_find_a_fault(browser: Browser, axe: str, example: Served) -> None:
    page = still_page(browser, WIDE)
    page.goto(example.address)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("document.querySelector('footer p').style.color = '#666'")
    page.evaluate(axe)
    found = [*violations(page, "", "light"), *violations(page, "", "dark", _RULES_OF_COLOURS)]
    page.close()
    assert any("light, button-name:" in text for text in found), found
    assert any("dark, color-contrast: " in text for text in found), found
    assert not any("light, color-contrast: " in text for text in found), found
