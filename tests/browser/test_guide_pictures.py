"""The guide is correct: pictures show what the site shows, and quoted words are on the named pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from reestr.publishing.site.pages.guide import ROLES
from reestr.publishing.site.widgets.guide_pictures import PICTURES, SCALE

from docs.pictures import guide
from tests.browser.serving import Served
from tests.depth import DEEP

pytestmark = pytest.mark.browser

PLACES = {
    "check": "check/",
    "check-official": "check/?url=vk.com/primersk_primer_school_3",
    "organizations": "organizations/",
    "organization": "organizations/school-3/",
    "tasks": "tasks/",
}
"""What the guide calls a page -> one of that kind in the example city."""


@pytest.mark.seeded
@pytest.mark.parametrize("scheme", guide.SCHEMES)
@pytest.mark.parametrize("name", PICTURES)
def test_the_site_shows_what_a_picture_promises(browser: Browser, address: str, name: str, scheme: str) -> None:
    # The schemes differ in colours alone, not in what a page shows: the dark one is opened at night.
    if scheme == "light" or DEEP:
        with guide.opened(browser, address, name, scheme) as page:
            assert guide.unshown(page, name) == [], "the picture is no longer so. Take it anew: make pictures"
    with Image.open(guide.stored(name, scheme)) as kept:
        assert kept.size == (round(PICTURES[name].width * SCALE), round(PICTURES[name].height * SCALE))
        # Of its own scheme: light ground or dark.
        (ground,) = kept.convert("L").resize((1, 1)).tobytes()
        assert (ground > 128) == (scheme == "light")


def test_what_is_gone_from_a_page_or_from_the_picture_would_be_noticed(browser: Browser, address: str) -> None:
    with guide.opened(browser, address, "check", "light") as page:
        page.locator(".answer h2").evaluate("heading => heading.remove()")
        page.get_by_role("button", name="Проверить", exact=True).evaluate(
            "button => button.style.visibility = 'hidden'"
        )
        assert guide.unshown(page, "check") == ["button «Проверить»", ".answer h2 «похоже на официальную»"]
    with guide.opened(browser, address, "to-do", "light") as page:
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        assert len(guide.unshown(page, "to-do")) == len(guide.TAKEN["to-do"].shows)


@pytest.fixture(scope="module")
def quoted(example: Served) -> Iterator[list[tuple[str, str, str]]]:
    """Every word that the guide quotes from the site: role, kind of page, word."""
    found = [
        (role, on, text)
        for role in ROLES
        for on, text in re.findall(
            r'<b data-on="([\w-]+)">«([^»]+(?:»[^«<]*)?)»</b>',
            (example.folder / "guide" / role / "index.html").read_text(encoding="utf-8"),
        )
    ]
    assert len(found) > 5
    yield found


def test_every_word_that_the_guide_quotes_stands_on_its_page(
    context: BrowserContext, example: Served, quoted: list[tuple[str, str, str]]
) -> None:
    pages: dict[str, Page] = {}
    missing = []
    for role, on, text in quoted:
        if on not in pages:
            pages[on] = context.new_page()
            pages[on].goto(example.address + PLACES[on])
            pages[on].wait_for_load_state("networkidle")
        if not pages[on].get_by_text(text).filter(visible=True).count():
            missing.append((role, on, text))
    assert not missing


def test_pictures_come_with_their_place_kept_and_only_when_they_are_near(
    context: BrowserContext, example: Served
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(example.address + "guide/organization/")
    page.wait_for_load_state("networkidle")
    images = page.locator("figure.shot img")
    assert images.count() >= 2
    for image in images.all():
        image.scroll_into_view_if_needed()
        image.evaluate("image => image.decode()")
        width, height, natural_width, natural_height = image.evaluate(
            "image => [image.clientWidth, image.clientHeight, image.naturalWidth, image.naturalHeight]"
        )
        assert abs(width / height - natural_width / natural_height) < 0.02 * width / height
    assert {Path(url).name for url in asked if url.endswith(".webp")} == {"to-do.webp", "weeks.webp"}


def test_the_guide_follows_the_readers_light(browser: Browser, example: Served) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(example.address + "guide/citizen/")
    image = page.locator("figure.shot img").first
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")
    assert image.evaluate("image => image.currentSrc").endswith("check-dark.webp")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function("() => document.querySelector('figure.shot img').currentSrc.endsWith('check.webp')")
    page.close()
