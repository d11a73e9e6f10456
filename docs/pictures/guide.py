"""Takes the guide's pictures from the built example city: `make pictures` refuses a page that does not show what it
promises.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize
from reestr.publishing.site.widgets.guide_pictures import PICTURES, SCALE

FOLDER = Path(__file__).parents[2] / "generator" / "reestr" / "publishing" / "site" / "theme" / "guide-pictures"
SCHEMES: Mapping[str, str] = {"light": "", "dark": "-dark"}
"""Colour scheme -> the ending of its pictures' names."""

COLOURS = 32

MARGIN = 12
"""Pixels of the page above the subject of a picture."""

# Nothing that blinks or is still loading.
_STYLE = "* { caret-color: transparent !important; transition: none !important; scrollbar-width: none !important; }"


@dataclass(frozen=True, slots=True)
class Shot:
    """How a picture is taken: the page, the element at its top, and what it shows.

    `shows` are pairs of a selector and a text ("" for any): the first such element must begin within the picture.
    """

    path: str
    top: str
    shows: tuple[tuple[str, str], ...]


TAKEN: Mapping[str, Shot] = {
    "check": Shot(
        "check/?url=vk.com/primersk_primer_schoo1_3",
        "h1",
        (
            ("button", "Проверить"),
            (".answer h2", "похоже на официальную"),
            (".answer .answer-says a", "Школа № 3"),
            (".answer dd", "vk.com/primersk_primer_school_3"),
        ),
    ),
    "list": Shot(
        "accounts/",
        "table",
        (
            ("thead th", "Страница"),
            ("thead th", "Сеть"),
            ("thead th", "Организация"),
            ("thead th", "Отметка"),
            ("tbody th a", "ok.ru/"),
        ),
    ),
    "to-do": Shot(
        "organizations/school-3/",
        "#breach",
        (
            ("h2#breach", "Что исправить"),
            (".mend h3", "Публикуйте не меньше"),
            (".mend .said", "Нужно не меньше"),
            (".mend dt", "Отметка снимется"),
            (".mend .button", "Исправлено"),
        ),
    ),
    "weeks": Shot(
        "organizations/school-3/",
        ".weeks-title",
        ((".weeks-title", "норма"), (".bars:has(.norm-line):has(.w-full) svg", "")),
    ),
    "tasks": Shot(
        "tasks/",
        "h2#officer",
        (
            ("h2#officer", "Дела мэрии"),
            ("h3", "Просрочено"),
            (".due a", ""),
            (".due.is-breach time", ""),
            ("h3", "В ближайший месяц"),
        ),
    ),
    "matrix": Shot(
        "compliance/",
        "#matrix",
        (
            ("#matrix tbody th a", ""),
            ("#matrix thead th a", ""),
            ("#matrix td.is-breach a", ""),
            ("#matrix td.is-met", ""),
        ),
    ),
    "requirement": Shot(
        "requirements/two-posts-a-week/",
        "h1",
        (
            ("h1", "Не меньше двух публикаций"),
            ("main a", "п. "),
            (".tally .badge", "выполнено"),
            (".facts dd", "организация"),
            (".remedy", "Что сделать"),
        ),
    ),
    "changes": Shot(
        "changes/",
        # What machines and people counted, then what it did to the verdicts.
        'main li:has-text("Сданы числа")',
        (
            ("main li", "Сданы числа"),
            ("main li .badge", "не подтверждено"),
            ("main li .badge", "выполнено"),
        ),
    ),
    "act": Shot("act/", '[id="1.5.1"]', (('[id="1.5.1"]', ""), ('[id="1.5.1"] .badge', ""))),
}
"""Name of a picture -> how it is taken; its size is with the page that shows it."""


@contextmanager
def opened(browser: Browser, address: str, name: str, scheme: str) -> Iterator[Page]:
    """Open the page of a picture on the site served at an address, in the state in which the picture is taken."""
    shot = TAKEN[name]
    size = ViewportSize(width=PICTURES[name].width, height=PICTURES[name].height)
    page = browser.new_page(
        viewport=size, device_scale_factor=SCALE, color_scheme="dark" if scheme == "dark" else "light"
    )
    try:
        page.goto(address + shot.path)
        page.add_style_tag(content=_STYLE)
        page.wait_for_load_state("networkidle")
        page.evaluate("() => document.fonts.ready")
        page.locator(shot.top).first.evaluate(
            "(element, margin) => scrollTo(0, element.getBoundingClientRect().top + scrollY - margin)",
            MARGIN,
        )
        yield page
    finally:
        page.close()


def unshown(page: Page, name: str) -> list[str]:
    """Return, in words, what a picture promises and the open page does not show."""
    picture = PICTURES[name]
    missing = []
    for selector, text in TAKEN[name].shows:
        found = page.locator(selector)
        if text:
            found = found.filter(has_text=text)
        if not any(_begins_in(element, picture.width, picture.height) for element in found.all()):
            missing.append(f"{selector} «{text}»")
    return missing


def _begins_in(element: Locator, width: int, height: int) -> bool:
    """Return whether an element is visible and begins within a picture of that size, with at least a line of it."""
    box = element.bounding_box() if element.is_visible() else None
    return box is not None and -1 <= box["x"] < width - 8 and -1 <= box["y"] < height - 16


def stored(name: str, scheme: str) -> Path:
    """Return the file of a picture."""
    return FOLDER / f"{name}{SCHEMES[scheme]}.webp"


def take(browser: Browser, address: str) -> None:
    """Write every picture of the guide again. Raises LookupError if the site no longer shows what one promises."""
    for name in TAKEN:
        for scheme in SCHEMES:
            with opened(browser, address, name, scheme) as page:
                if missing := unshown(page, name):
                    raise LookupError(f"{name}, {scheme}: {', '.join(missing)}")
                image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            # Few colours and no other loss: letters stay sharp at half the bytes of a lossy picture.
            few = image.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
            few.save(stored(name, scheme), "WEBP", lossless=True, quality=100, method=6)
