"""A secretary hands in the week on a phone, on her organization's page: `reestr weeks` takes what she sends."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from reestr.intake.weeks.checking import checked
from reestr.intake.weeks.entries import HandedIn
from reestr.intake.weeks.reading import read_input
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import FolderFiles

from tests.browser.serving import Served
from tests.browser.test_accessibility import violations
from tests.unit.project import PRIMERSK

pytestmark = pytest.mark.browser

TODAY = datetime.date(2026, 11, 16)
MACHINE = "organizations/sport-school/"
"""Of this organization's pages the program has counted one in the last week, a person the other."""

BY_HAND = "organizations/bus-company/"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of a small phone."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def taken(text: str) -> dict[str, dict[str, int]]:
    """What the command makes of a message: account and week -> counts; there is nothing wrong with it."""
    found = HandedIn()
    read_input(text.encode(), "message", found)
    registry = load_files(FolderFiles(Path(PRIMERSK / "data"), "data/")).registry
    assert registry is not None
    weeks = checked(found, registry, TODAY, correct=False)
    assert not found.problems
    return {f"{item.account.id}/{item.week}": dict(item.counts) for item in weeks}


def opened(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.locator("#hand-in > summary").click()
    expect(page.locator(".hand-in form")).to_be_visible()


def body_of(page: Page) -> str:
    href = page.get_by_role("link", name="Написать письмо").get_attribute("href")
    assert href is not None and href.startswith("mailto:press@primersk.example?")
    return parse_qs(urlsplit(href).query)["body"][0]


def test_the_week_is_handed_in_with_one_number_and_one_tap(phone: Page, address: str) -> None:
    opened(phone, address, BY_HAND)
    expect(phone.locator(".hand-in [role=status]")).to_have_text("Впишите хотя бы одно число.")
    expect(phone.get_by_role("button", name="Скопировать", exact=True)).to_be_disabled()
    phone.get_by_label("Всего публикаций").fill("3")
    assert taken(body_of(phone)) == {"bus-company-vk/2026-W46": {"unspecified": 3}}
    assert taken(phone.locator(".hand-in pre").inner_text()) == taken(body_of(phone))
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_zero_is_a_number_and_nothing_is_not(phone: Page, address: str) -> None:
    opened(phone, address, BY_HAND)
    total = phone.get_by_label("Всего публикаций")
    total.fill("0")
    assert taken(body_of(phone)) == {"bus-company-vk/2026-W46": {}}
    for wrong in ("-1", "1.5", "10001"):
        total.fill(wrong)
        expect(total).to_have_attribute("aria-invalid", "true")
        assert phone.get_by_text("Написать письмо").get_attribute("href") is None
    total.fill("")
    expect(phone.locator(".hand-in pre")).to_have_text("…")


def test_formats_replace_the_total_and_an_earlier_week_can_be_chosen(phone: Page, address: str) -> None:
    opened(phone, address, BY_HAND)
    phone.get_by_role("combobox", name="Неделя").select_option("2026-11-02")
    phone.get_by_text("По форматам", exact=True).click()
    phone.get_by_label("Видео").fill("2")
    phone.get_by_label("Тексты").fill("1")
    expect(phone.get_by_label("Всего публикаций")).to_have_value("3")
    assert taken(body_of(phone)) == {"bus-company-vk/2026-W45": {"video": 2, "text": 1}}
    phone.get_by_label("Видео").fill("")
    phone.get_by_label("Тексты").fill("")
    expect(phone.get_by_label("Всего публикаций")).to_have_value("")


def test_what_the_program_counted_needs_one_confirmation(phone: Page, address: str) -> None:
    opened(phone, address, MACHINE)
    expect(phone.locator(".hand-in-machine")).to_contain_text("4 (фотографии — 3, опросы — 1)")
    expect(phone.locator(".hand-in-page-done")).to_contain_text("уже сдано")
    phone.get_by_label("Числа верны").check()
    assert taken(body_of(phone)) == {"sport-school-ok/2026-W46": {"photo": 3, "poll": 1}}
    phone.get_by_label("Числа верны").uncheck()
    expect(phone.get_by_label("Всего публикаций")).to_have_value("")
    phone.get_by_label("Всего публикаций").fill("5")
    assert taken(body_of(phone)) == {"sport-school-ok/2026-W46": {"unspecified": 5}}


def test_the_message_is_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    opened(page, address, BY_HAND)
    page.get_by_label("Всего публикаций").fill("3")
    page.get_by_role("button", name="Скопировать", exact=True).click()
    expect(page.locator(".hand-in [role=status]")).to_contain_text("Скопировано")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "9–15" in copied and taken(copied) == {"bus-company-vk/2026-W46": {"unspecified": 3}}
    context.close()


def test_a_link_to_the_form_opens_it(phone: Page, address: str) -> None:
    phone.goto(f"{address}{BY_HAND}#hand-in")
    expect(phone.get_by_label("Всего публикаций")).to_be_visible()


def test_without_scripts_the_lines_stand_there_to_be_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + BY_HAND)
    page.locator("#hand-in > summary").click()
    expect(page.locator("#hand-in")).to_contain_text("press@primersk.example")
    lines = page.locator(".hand-in pre").inner_text()
    assert lines.endswith("total=")
    assert taken(f"{lines}3") == {"bus-company-vk/2026-W46": {"unspecified": 3}}
    context.close()


def test_axe_finds_nothing_in_the_form(browser: Browser, axe: str, example: Served) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900}, reduced_motion="reduce")
    opened(page, example.address, MACHINE)
    page.get_by_text("По форматам", exact=True).click()
    page.evaluate(axe)
    assert [*violations(page, MACHINE, "light"), *violations(page, MACHINE, "dark")] == []
    page.close()


def test_an_officer_finds_the_letter_and_takes_it(browser: Browser, internal: Served) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{internal.address}organizations/park/")
    page.get_by_text("Письмо-напоминание").click()
    page.get_by_role("button", name="Скопировать письмо").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Третье напоминание") and "Отсутствует на странице: телефоны" in copied
    assert "Ваш ответ: Исправим до 30.11.2026" in copied
    mail = page.get_by_role("link", name="Открыть в почте").get_attribute("href")
    assert mail is not None and mail.startswith("mailto:info@park.primersk.example?subject=")
    context.close()


@pytest.mark.parametrize("path", ["organizations/park/", "requirements/page-passport/"])
def test_an_answer_stands_beside_the_verdict_and_fits_a_phone(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    answer = phone.locator(".answered").filter(has_text="Исправим до 30.11.2026")
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("Принято 09.11.2026.")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
