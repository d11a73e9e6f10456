"""Takes the pictures of the guide from the built example city: by `make pictures`, and by their test."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize
from reestr.publishing.site.widgets.guide_pictures import PICTURES, SCALE

FOLDER = Path(__file__).parents[2] / "generator" / "reestr" / "publishing" / "site" / "theme" / "guide-pictures"
SCHEMES: Mapping[str, str] = {"light": "", "dark": "-dark"}
"""Colour scheme -> what its pictures' names end in."""

COLOURS = 32

MARGIN = 12
"""Pixels of the page above what a picture is of."""

# The same letters on every machine that has the fonts of .ci/run; nothing that blinks or is still coming in.
_STYLE = """
:root { --text: "Liberation Sans", Arial, sans-serif !important; --code: "Liberation Mono", monospace !important; }
* { caret-color: transparent !important; transition: none !important; scrollbar-width: none !important; }
"""


def _to(selector: str) -> Callable[[Page], None]:
    """Scroll so that what is meant stands at the top."""

    def scroll(page: Page) -> None:
        page.locator(selector).first.evaluate(
            "(element, margin) => scrollTo(0, element.getBoundingClientRect().top + scrollY - margin)",
            MARGIN,
        )

    return scroll


TAKEN: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    "check": ("check/?url=vk.com/primersk_primer_schoo1_3", _to("h1")),
    "list": ("accounts/", _to("table")),
    "to-do": ("organizations/school-3/", _to("#verdicts")),
    "weeks": ("organizations/school-3/", _to("text=Публикации за")),
    "tasks": ("tasks/", _to("h2#officer")),
    "matrix": ("compliance/", _to("#matrix")),
    "requirement": ("requirements/two-posts-a-week/", _to("h1")),
    "changes": ("changes/", _to("h1")),
    "decree": ("decree/", _to('[id="1.5.1"]')),
}
"""Name of a picture -> the page it is of, what to do there before; its size stands with the page that shows it."""


def taken(browser: Browser, address: str, name: str, scheme: str) -> Image.Image:
    """One picture, taken of the site served at an address. Fails where what it shows is no more."""
    path, prepare = TAKEN[name]
    size = ViewportSize(width=PICTURES[name].width, height=PICTURES[name].height)
    page = browser.new_page(
        viewport=size, device_scale_factor=SCALE, color_scheme="dark" if scheme == "dark" else "light"
    )
    try:
        page.goto(address + path)
        page.add_style_tag(content=_STYLE)
        page.wait_for_load_state("networkidle")
        prepare(page)
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    finally:
        page.close()


def stored(name: str, scheme: str) -> Path:
    """The file of a picture."""
    return FOLDER / f"{name}{SCHEMES[scheme]}.webp"


def take(browser: Browser, address: str) -> None:
    """Write every picture of the guide anew."""
    for name in TAKEN:
        for scheme in SCHEMES:
            # Few colours and no loss besides: letters stay sharp at half the bytes that a lossy picture of them takes.
            few = taken(browser, address, name, scheme).quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
            few.save(stored(name, scheme), "WEBP", lossless=True, quality=100, method=6)
