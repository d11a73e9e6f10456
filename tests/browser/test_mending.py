"""A secretary is told that her page is not in order, and opens it on a small phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

WORST = "organizations/park/"
SCREEN = 640
SCREENS = 8
"""How long the page of the worst organization may be, with all that is folded at first folded."""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": SCREEN}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_first_thing_to_mend_is_on_the_first_screen_and_the_page_is_short(phone: Page, address: str) -> None:
    phone.goto(address + WORST)
    expect(phone.locator(".lead")).to_have_text(re.compile(r"^Нарушено: 3.требования"))
    first = phone.locator(".mend").first
    expect(first.get_by_role("heading")).to_have_text("Добавьте на страницу телефоны")
    said = first.locator(".said p").first.bounding_box()
    assert said is not None and said["y"] + said["height"] <= SCREEN
    blocks, pages = (phone.locator(name) for name in (".mend > *:not(details)", ".account > *:not(details)"))
    assert all(item.is_visible() for item in (*blocks.all(), *pages.all()))
    assert phone.evaluate("document.documentElement.scrollHeight") <= SCREENS * SCREEN
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_she_reads_why_and_by_when_and_answers_with_one_button(phone: Page, address: str) -> None:
    phone.goto(address + WORST)
    first = phone.locator(".mend").first
    for name in ("Почему", "Срок", "Отметка снимется"):
        expect(first.locator("dt", has_text=name)).to_be_visible()
    expect(phone.locator("#breach ~ .aside-note")).to_contain_text("Что будет, если не исправить")
    (button,) = first.locator(".button").all()
    href = button.get_attribute("href")
    # As the browser gives it to a mail program: all encoded.
    sent = urlsplit(button.evaluate("link => link.href"))
    assert href is not None and sent.path == "press@primersk.example" and sent.query.isascii()
    body = parse_qs(sent.query)["body"][0]
    assert body.startswith("Исправлено / Не согласны")
    assert "Требование: На странице указаны сведения" in body
    assert "Страница: vk.com/primersk_primer_park" in body
    assert body.endswith("organizations/park/")


def test_evidence_is_a_touch_away_and_the_week_is_handed_in_below(phone: Page, address: str) -> None:
    phone.goto(f"{address}organizations/sport-school/")
    first = phone.locator(".mend").first
    expect(first.locator(".evidence")).to_be_hidden()
    first.get_by_text("Основание").click()
    expect(first.locator(".evidence")).to_contain_text(".yaml:")
    # The folded form comes after what is to be mended, and a link on the first screen opens it.
    assert phone.locator("#hand-in").evaluate("form => !form.open")
    last = phone.locator(".mend").last.bounding_box()
    form = phone.locator("#hand-in").bounding_box()
    assert last is not None and form is not None and form["y"] >= last["y"] + last["height"]
    phone.get_by_role("link", name="Сдать числа за неделю").click()
    expect(phone.get_by_label("Всего публикаций").first).to_be_in_viewport()
