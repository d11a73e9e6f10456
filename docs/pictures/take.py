"""Takes the pictures of the README and of the guide from the built example city: `make pictures`. Needs chromium."""

from __future__ import annotations

import functools
import http.server
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from docs.pictures import guide

FOLDER = Path(__file__).parent
SIZE = ViewportSize(width=960, height=640)


def _nothing(page: Page) -> None:
    """Leave the page as it opens."""


def _search(page: Page) -> None:
    page.get_by_role("combobox").first.press_sequentially("ёлка")
    page.get_by_role("option").first.wait_for()


def _scroll_to_what_to_do(page: Page) -> None:
    page.locator("#accounts").evaluate("heading => scrollTo(0, heading.offsetTop - 20)")


def _scroll_to_the_table(page: Page) -> None:
    page.locator(".presets").evaluate("presets => scrollTo(0, presets.offsetTop - 20)")


def _scroll_to_the_map(page: Page) -> None:
    page.locator(".map-layout").evaluate("layout => scrollTo(0, layout.offsetTop - 20)")


PICTURES: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "home": ("", "light", _nothing),
    "check": ("check/?url=vk.com/primersk_primer_schoo1_3", "light", _nothing),
    "organization": ("organizations/school-3/", "light", _scroll_to_what_to_do),
    "registry": ("organizations/?sort=breaches:descending", "light", _scroll_to_the_table),
    "search": ("act/", "light", _search),
    "map": ("map/", "dark", _scroll_to_the_map),
}
"""Name of the picture -> page, colour scheme, and what to do on the page first."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def take(site: Path) -> None:
    """Write every picture of a built site. Raises FileNotFoundError without chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise FileNotFoundError("chromium is not installed")
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (path, scheme, prepare) in PICTURES.items():
            page = browser.new_page(viewport=SIZE, color_scheme="dark" if scheme == "dark" else "light")
            page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
            page.wait_for_load_state("networkidle")
            page.evaluate("() => document.fonts.ready")
            prepare(page)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        guide.take(browser, f"http://127.0.0.1:{server.server_port}/")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
