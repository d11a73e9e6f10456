"""The theme's own font in a browser: requested once, without layout shift."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests import tools
from tests.browser.layout import settle
from tests.browser.serving import Served

pytestmark = pytest.mark.browser

ARIMO = Path("node_modules/@fontsource/arimo")
# Of pages that a script changes: a table with controls above it, and the page of results.
PATHS = ("", "check/", "act/", "organizations/school-3/", "guide/officer/", "accounts/", "search/")
MOVED = 0.05
"""How much of a page may move when the font comes, by the browser's own measure; readers notice 0.1."""

_LIKE_ARIAL = re.compile(
    r'(?P<begin>@font-face \{ font-family: "Like Arial"; font-weight: (?P<weight>[\d ]+); )'
    r"src: [^;]+; (?P<end>[^}]*\}\n)"
)
_SHIFTS = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
}"""


def test_bold_and_light_letters_are_of_the_font_too(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.evaluate("() => document.fonts.ready.then(() => null)")
    widths = page.evaluate(
        """() => [400, 500, 600, 700, 800].map((weight) => {
          const made = document.createElement("span");
          made.textContent = "Школа № 3";
          made.style.fontWeight = weight;
          made.style.position = "absolute";
          document.body.append(made);
          return made.getBoundingClientRect().width;
        })"""
    )
    page.close()
    assert widths == sorted(set(widths)), "each weight is drawn, none is feigned"


def _like_arial(project_root: Path) -> Callable[[re.Match[str]], str]:
    """Rules for Arimo, which is as wide as Arial, in place of one that looks for Arial on the machine."""

    def rules(found: re.Match[str]) -> str:
        made = ""
        for part in ("cyrillic", "latin"):
            weight = 700 if found["weight"].startswith("600") else 400
            file = project_root / ARIMO / "files" / f"arimo-{part}-{weight}-normal.woff2"
            content = base64.b64encode(file.read_bytes()).decode("ascii")
            made += f"{found['begin']}src: url(data:font/woff2;base64,{content}); {found['end']}"
        return made

    return rules


@pytest.mark.parametrize("width", [360, 1280])
def test_next_to_nothing_moves_when_the_font_comes_late(
    browser: Browser, example: Served, project_root: Path, width: int
) -> None:
    tools.npm_package("@fontsource/arimo")
    css, count = _LIKE_ARIAL.subn(
        _like_arial(project_root), (example.folder / "css" / "reestr.css").read_text(encoding="utf-8")
    )
    assert count == 2
    moved = {path: _moved(browser, example.address + path, css, width) for path in PATHS}
    assert {path: value for path, value in moved.items() if value > MOVED} == {}


def _moved(browser: Browser, address: str, css: str, width: int) -> float:
    """How much of a page moves when the font comes after the page has been shown without it."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    waiting: list[Route] = []
    page.route("**/css/reestr.css", lambda route: route.fulfill(body=css, content_type="text/css"))
    page.route("**/*.woff2", lambda route: waiting.append(route))
    page.add_init_script(f"({_SHIFTS})()")
    page.goto(address, wait_until="domcontentloaded")
    for _ in range(3):
        settle(page)
    assert len(waiting) == 2
    for route in waiting:
        route.continue_()
    page.evaluate("() => document.fonts.ready.then(() => null)")
    page.wait_for_load_state("networkidle")
    for _ in range(3):
        settle(page)
    moved: float = page.evaluate("() => window.moved")
    page.close()
    return moved
