"""The two most visited pages in use: the home page and an organization's page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def school(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address + "organizations/school-3/")
    return page


# Home


def test_the_home_page_asks_for_an_address_and_hands_it_to_the_checker(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Эта страница настоящая?").fill("https://m.vk.com/primersk_primer_school_3?from=search")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/check/\?url=https%3A%2F%2Fm\.vk\.com%2Fprimersk_primer_school_3"))
    expect(page.get_by_role("heading", name="Да, это официальная страница")).to_be_visible()


def test_the_year_is_drawn_and_its_numbers_stand_beside_it(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}compliance/")
    charts = page.locator("figure.chart:not(.course)")
    expect(charts).to_have_count(2)
    for chart in charts.all():
        drawing = chart.get_by_role("img")
        expect(drawing).to_have_accessible_name(re.compile(r"\d+\s%"))
        chart.get_by_text("Числа по месяцам").click()
        expect(chart.locator("tbody tr")).to_have_count(12)


# An organization


def test_what_to_mend_comes_first_then_the_pages(school: Page) -> None:
    headings = school.get_by_role("heading", level=2).all_inner_texts()
    assert headings[:3] == ["Что исправить", "Официальные страницы", "Ближайшие дела"]


def test_a_link_to_a_requirement_opens_what_it_is_folded_in(school: Page) -> None:
    line = school.locator("#accounts-exist")
    expect(line).to_be_hidden()
    school.goto(f"{school.url}#accounts-exist")
    expect(line).to_be_in_viewport()


def test_the_weeks_are_a_chart_with_their_numbers_a_click_away(school: Page) -> None:
    card = school.locator("#account-school-3-vk")
    expect(card.locator(".weeks-summary")).to_contain_text("меньше нормы — 3")
    expect(card.locator("table.weeks")).to_be_hidden()
    card.get_by_text("Числа по неделям").click()
    expect(card.locator("table.weeks tbody td")).to_have_count(52)


def test_a_qr_code_is_drawn_on_demand_and_saved_as_a_file(school: Page) -> None:
    card = school.locator("#account-school-3-vk")
    button = card.get_by_role("button", name="QR-код")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    code = card.get_by_role("img", name="QR-код адреса vk.com/primersk_primer_school_3")
    expect(code).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    # A code of 37 letters needs the third size at least: 29 squares a side; all three finders have their dark corner.
    size = int((code.get_attribute("viewBox") or "").split()[2])
    assert size >= 29
    squares = code.locator("path").get_attribute("d") or ""
    for x, y in ((0, 0), (size - 7, 0), (0, size - 7)):
        finder = {(column, row) for column in range(7) for row in range(7)}
        light = {(column, row) for column, row in finder if min(column, row) >= 1 and max(column, row) <= 5} - {
            (column, row) for column in range(2, 5) for row in range(2, 5)
        }
        drawn = {(column, row) for column, row in finder if f"M{x + column} {y + row}h" in squares}
        assert drawn == finder - light
    with school.expect_download() as download:
        card.get_by_role("link", name="Скачать QR-код (SVG)").click()
    assert download.value.suggested_filename == "school-3-vk-qr.svg"
    assert download.value.path().read_text(encoding="utf-8").startswith("<svg")
    button.click()
    expect(code).to_be_hidden()


def test_a_qr_code_that_cannot_be_drawn_says_so(school: Page) -> None:
    school.route("**/vendor/qr.js", lambda route: route.abort())
    card = school.locator("#account-school-3-vk")
    card.get_by_role("button", name="QR-код").click()
    expect(card.locator("figure")).to_contain_text("не нарисовался")


def test_the_code_for_the_own_site_is_copied_whole(school: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    school.get_by_text("Для сайта организации").click()
    school.get_by_role("button", name="Скопировать код").click()
    expect(school.locator("reestr-copy").get_by_role("status")).to_have_text(re.compile("Скопировано"))
    copied = school.evaluate("navigator.clipboard.readText()")
    assert copied == school.locator("reestr-copy pre").text_content()
    assert "https://vk.com/primersk_primer_school_3" in copied


def test_without_a_clipboard_the_code_is_selected_and_the_reader_is_told(school: Page) -> None:
    school.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    school.get_by_text("Для сайта организации").click()
    school.get_by_role("button", name="Скопировать код").click()
    expect(school.locator("reestr-copy").get_by_role("status")).to_contain_text("скопируйте сами")
    assert school.evaluate("getSelection().toString()").startswith("<p>Наши официальные страницы")


def test_a_plan_is_a_calendar_and_on_a_telephone_a_list_of_its_days(school: Page) -> None:
    school.locator(".plan > summary").first.click()
    expect(school.locator("table.month thead")).to_be_visible()
    days = school.locator("table.month td:visible").count()
    school.set_viewport_size({"width": 320, "height": 800})
    expect(school.locator("table.month thead")).to_be_hidden()
    shown = school.locator("table.month td:visible")
    assert 0 < shown.count() < days
    assert all(text.strip() for text in shown.all_inner_texts())


def test_without_scripts_nothing_pretends_to_be_a_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "organizations/school-3/")
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    page.get_by_text("Для сайта организации").click()
    expect(page.locator("reestr-copy pre")).to_be_visible()
    page.locator("section.group .basis > summary").first.click()
    expect(page.locator("section.group .evidence").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("identifier", ["school-3", "park", "accounting"])
def test_on_paper_an_organization_takes_two_sheets_with_every_reason_and_its_evidence(
    context: BrowserContext, address: str, identifier: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}organizations/{identifier}/")
    page.emulate_media(media="print")
    hidden = page.locator(".said, .evidence").evaluate_all("all => all.filter((one) => !one.checkVisibility()).length")
    assert hidden == 0
    for controls in ("header.top", "reestr-copy", "reestr-qr", ".tools"):
        assert page.locator(controls).evaluate_all("all => all.filter((one) => one.checkVisibility()).length") == 0
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert 1 <= sheets <= 2
