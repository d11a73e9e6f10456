"""axe-core finds nothing on any kind of page: WCAG 2.2 AA and best practice, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import Served

pytestmark = pytest.mark.browser

NARROW, WIDE = 320, 1280

# target-size, WCAG 2.5.8, is among them: nothing to be hit is smaller than 24 px or too near to its neighbour.
_EVERY_RULE = """["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]"""
# Everything but colours is the same in the dark.
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


@pytest.fixture(scope="session")
def axe(project_root: Path, missing_tool: Callable[[str], NoReturn]) -> str:
    """The source of axe-core, from the locked npm package."""
    source = project_root / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        missing_tool("axe-core is not installed: run `make tools`, it needs npm")
    return source.read_text(encoding="utf-8")


def still_page(browser: Browser, width: int) -> Page:
    """A page on which nothing moves: a colour half-way to another would be measured as a third."""
    return browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")


def violations(page: Page, path: str, state: str = "") -> list[str]:
    """What axe finds on the page as it stands, in both schemes; `path` and `state` say where in the message."""
    page.emulate_media(color_scheme="light")
    found = [f"{path or 'home'} {state}light, {text}" for text in page.evaluate(_RUN.replace("RULES", _EVERY_RULE))]
    page.emulate_media(color_scheme="dark")
    found += [
        f"{path or 'home'} {state}dark, {text}" for text in page.evaluate(_RUN.replace("RULES", _RULES_OF_COLOURS))
    ]
    return found


# Of the real city and of the internal edition only what the example does not show: empty states, pages of their own.
@pytest.mark.parametrize(
    ("site", "width"),
    [("example", NARROW), ("example", WIDE), ("real", NARROW), ("internal", WIDE)],
    indirect=["site"],
)
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, axe: str, site: Served, width: int) -> None:
    page = still_page(browser, width)
    found: list[str] = []
    for path in site.kinds:
        page.goto(site.address + path)
        page.evaluate(axe)
        found += violations(page, path)
    page.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing_in_what_unfolds(browser: Browser, axe: str, example: Served, width: int) -> None:
    page = still_page(browser, width)
    found: list[str] = []
    unfolded = 0
    for path in example.kinds:
        page.goto(example.address + path)
        folded = page.locator("main :is(details:not([open]), button[aria-expanded=false])").count()
        # The menus are the same everywhere: looked at once, on the home page.
        if not folded and path:
            continue
        page.evaluate(_UNFOLD)
        page.evaluate(axe)
        found += violations(page, path, "unfolded, ")
        unfolded += 1
    page.close()
    assert unfolded > 1
    assert not found, "\n".join(found)


def test_axe_would_find_a_fault(browser: Browser, axe: str, example: Served) -> None:
    page = still_page(browser, WIDE)
    page.goto(example.address)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("document.querySelector('footer p').style.color = '#666'")
    page.evaluate(axe)
    found = violations(page, "")
    page.close()
    assert any("light, button-name:" in text for text in found), found
    assert any("dark, color-contrast: " in text for text in found), found
    assert not any("light, color-contrast: " in text for text in found), found
