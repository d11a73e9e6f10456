"""The map in a real browser: markers can be hit at every width, by pointer and keyboard, with and without scripts."""

from __future__ import annotations

import itertools
import math

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

pytestmark = pytest.mark.browser

WIDTHS = (320, 480, 640, 768, 1024, 1280, 1600)
LEAST_TARGET = 24


def open_map(browser: Browser, address: str, width: int, **settings: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **settings).new_page()  # type: ignore[arg-type]  # passed on
    page.goto(f"{address}map/")
    return page


def markers(page: Page) -> Locator:
    """The markers that are shown."""
    return page.locator("svg.map a:visible")


def centres(page: Page) -> list[tuple[float, float, float, float]]:
    """The middle and the size of what takes the pointer of each shown marker."""
    boxes = markers(page).locator("use:not(.behind)").evaluate_all(
        """uses => uses.map((use) => {
          const root = use.ownerSVGElement.getScreenCTM();
          const x = use.x.baseVal.value + root.e, y = use.y.baseVal.value + root.f;
          const hit = use.closest("a").getBoundingClientRect();
          return [x, y, hit.width, hit.height];
        })"""
    )  # fmt: skip
    return [tuple(box) for box in boxes]


@pytest.mark.parametrize("width", WIDTHS)
def test_markers_are_targets_apart_from_one_another_at_every_width(browser: Browser, address: str, width: int) -> None:
    page = open_map(browser, address, width)
    found = centres(page)
    assert len(found) > 10
    assert page.locator("svg.map .layer:visible").count() == 1
    for x, y, wide, high in found:
        assert min(wide, high) >= LEAST_TARGET
        # What lies under the middle of a marker is that marker.
        assert (
            page.evaluate("([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.map a'))", [x, y]) or y > 900
        )
    for one, other in itertools.combinations(found, 2):
        assert math.dist(one[:2], other[:2]) >= LEAST_TARGET
    box = page.locator("svg.map").bounding_box()
    assert box
    for x, y, _, _ in found:
        assert box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_marker_leads_to_its_row_without_scripts(browser: Browser, address: str, width: int) -> None:
    page = open_map(browser, address, width, java_script_enabled=False)
    for number in range(markers(page).count()):
        marker = markers(page).nth(number)
        target = (marker.get_attribute("href") or "").removeprefix("#")
        marker.locator("text").first.click(force=True)
        expect(page).to_have_url(f"{address}map/#{target}")
        expect(page.locator(f"#{target}")).to_be_in_viewport()
    page.context.close()


def test_a_marker_is_called_what_the_list_calls_its_place(browser: Browser, address: str) -> None:
    page = open_map(browser, address, 1280, java_script_enabled=False)
    marker = page.get_by_role("link", name="1. ", exact=False).first
    expect(marker).to_have_attribute("href", "#place-1")
    name = page.locator("#place-1 .place-name a").first.inner_text()
    expect(page.get_by_role("link", name=f"1. {name}")).to_have_count(1)
    page.context.close()


def test_by_keyboard_a_marker_shows_its_name_and_leads_on(browser: Browser, address: str) -> None:
    page = open_map(browser, address, 1280)
    tip = page.locator(".map-tip")
    expect(tip).to_be_hidden()
    page.locator(".trail a").last.focus()
    page.keyboard.press("Tab")
    first = markers(page).first
    expect(first).to_be_focused()
    expect(tip).to_have_text(first.get_attribute("aria-label") or "")
    assert first.evaluate("marker => getComputedStyle(marker).getPropertyValue('--ring')").strip()
    box, frame = tip.bounding_box(), page.locator(".map-box").bounding_box()
    assert box and frame and box["x"] >= frame["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Tab")
    expect(tip).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".places li:target")).to_be_in_viewport()
    page.context.close()


def test_markers_follow_the_list(browser: Browser, address: str) -> None:
    page = open_map(browser, address, 1280)
    numbers = [int(link.removeprefix("#place-")) for link in markers(page).evaluate_all(
        "items => items.map((item) => item.getAttribute('href'))")]  # fmt: skip
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    page.context.close()


def test_the_marker_of_a_row_is_shown_while_one_is_at_the_row(browser: Browser, address: str) -> None:
    page = open_map(browser, address, 1280)
    page.locator("#place-4 a").first.focus()
    pointed = page.locator("svg.map a.is-pointed:visible")
    expect(pointed).to_have_count(1)
    first = int((pointed.get_attribute("href") or "").removeprefix("#place-"))
    assert first <= 4 <= int(pointed.get_attribute("data-last") or first)
    page.locator("h1").hover()
    page.locator("#place-9").hover()
    expect(page.locator("svg.map a.is-pointed[href='#place-4']")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_markers_keep_their_forms_in_forced_colours(browser: Browser, address: str, scheme: str) -> None:
    page = open_map(browser, address, 768, forced_colors="active", color_scheme=scheme)
    ink = page.locator("svg.map").evaluate("map => getComputedStyle(map).backgroundColor")
    strokes = page.locator(".pin-form").evaluate_all("forms => forms.map((form) => getComputedStyle(form).stroke)")
    assert strokes and all(stroke not in ("none", ink) for stroke in strokes)
    page.context.close()


def test_each_outcome_has_a_form_of_its_own(browser: Browser, address: str) -> None:
    page = open_map(browser, address, 768)
    forms = page.locator("svg.map defs > g").evaluate_all(
        "groups => groups.map((group) => [...group.querySelectorAll('.pin-form, .pin-line')].map((form) => "
        "form.outerHTML + getComputedStyle(form).strokeDasharray).join())"
    )
    signs = page.locator("svg.map defs .pin-sign").evaluate_all(
        "signs => signs.map((sign) => sign.textContent || sign.getAttribute('d'))"
    )
    assert len(set(forms)) == len(forms) == len(set(signs)) > 3
    page.context.close()


def test_the_map_prints_whole(browser: Browser, address: str) -> None:
    page = open_map(browser, address, 1280)
    page.emulate_media(media="print")
    expect(page.locator("svg.map")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.context.close()


@pytest.mark.parametrize("path", ["map/", "organizations/school-1/", ""])
def test_pages_are_quiet_under_a_policy_that_forbids_everything_inline(
    context: BrowserContext, address: str, path: str
) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": "default-src 'self'"})

    page.route(address + path, with_policy)
    page.goto(address + path)
    if path == "map/":
        markers(page).first.focus()
        expect(page.locator(".map-tip")).to_be_visible()
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("badge", ["organizations/school-1", "accounts/school-1-vk"])
def test_a_badge_is_a_picture_of_its_own_size(browser: Browser, address: str, badge: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(f"{address}badges/{badge}.svg")
    root = page.locator("svg")
    for text in root.locator("text").all():
        inner, outer = text.bounding_box(), root.bounding_box()
        assert inner and outer and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    # The title of the picture is the title of its tab.
    assert "Реестр официальных страниц: Примерск" in page.title()
    context.close()
