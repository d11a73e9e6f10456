"""The poster of an organization in a real browser: QR codes lead to the answers of the registry, or there are none."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

pytestmark = pytest.mark.browser

SITE = "https://primersk.example/registry/"


def at_an_address(page: Page) -> None:
    """Serve the page as a site that knows its address has it."""

    def name(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('data-site=""', f'data-site="{SITE}"'))

    page.route("**/poster/?*", name)


def test_the_way_from_an_organization_to_a_sheet_with_codes_that_lead_to_answers(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    at_an_address(page)
    page.goto(address + "organizations/school-3/")
    page.get_by_role("link", name="Плакат для зала").click()
    poster = page.get_by_role("article", name="Плакат")
    expect(poster.get_by_role("heading", level=2)).to_have_text("Школа № 3")
    expect(poster.locator(".poster-address")).to_have_text(
        ["vk.com/primersk_primer_school_3", "ok.ru/primersk-primer-school-3"]
    )
    codes = poster.locator("[data-code] svg")
    expect(codes.first.locator("title")).to_have_text(f"{SITE}check/?url=vk.com%2Fprimersk_primer_school_3")
    expect(codes).to_have_count(2)
    page.emulate_media(media="print")
    expect(poster).to_be_visible()
    expect(page.locator("main > h1")).to_be_hidden()
    expect(page.locator(".bottom")).to_be_hidden()
    # One sheet of A4 without its margins, at 96 points an inch.
    page.set_viewport_size({"width": 688, "height": 1000})
    box = poster.bounding_box()
    assert box is not None and box["y"] + box["height"] <= 1016


def test_without_an_address_of_the_site_there_is_no_code_and_the_reason_is_said(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(address + "poster/?organization=school-3")
    expect(page.locator(".poster-address")).to_have_count(2)
    expect(page.locator("[data-code] svg")).to_have_count(0)
    expect(page.get_by_text("QR-кодов на плакате нет: у этого реестра не указан собственный адрес")).to_be_visible()
    page.goto(address + "poster/?organization=nobody")
    expect(page.get_by_text("Официальных страниц у этой организации в реестре сейчас нет")).to_be_visible()
    expect(page.locator(".poster")).to_be_hidden()
    page.goto(address + "poster/")
    expect(page.get_by_text("Плакат делается для одной организации")).to_be_visible()
