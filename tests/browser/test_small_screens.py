"""What a reader with a phone meets first: the answer of the checker."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

# An address of every kind of answer that matters most, and the beginning of its heading.
ANSWERS = (
    ("vk.com/primersk_primer_library", "Да, это официальная страница"),
    ("vk.com/primersk_primer_biblioteka", "Это прежний адрес"),
    ("vk.com/primersk_primer_dk_mayak", "Больше не официальная"),
    ("vk.com/primersk_primer_1ibrary", "Осторожно: похоже на официальную"),
    ("vk.com/primersk_primer_library_official_lottery_prizes", "Подделка"),
    ("vk.com/nothing_of_the_kind", "В реестре такой страницы нет"),
    ("https://vk.com.evil.example/primersk", "Опасно: адрес притворяется"),
    ("https://example.org/primersk", "Этот сайт реестр не проверяет"),
    ("Школа № 5", "Это не похоже на адрес"),
)


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a small phone."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, color_scheme=request.param)
    yield context.new_page()
    context.close()


def expect_answer_in_sight(page: Page, title: str) -> None:
    heading = page.locator(".answer h2")
    expect(heading).to_contain_text(title)
    expect(heading).to_be_focused()
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] >= 0 and box["y"] + box["height"] < 600


@pytest.mark.parametrize(("text", "title"), ANSWERS)
def test_who_asks_on_the_home_page_sees_the_answer_first(phone: Page, address: str, text: str, title: str) -> None:
    phone.goto(address)
    phone.get_by_label("Эта страница настоящая?").fill(text)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/check/?url=*")
    expect_answer_in_sight(phone, title)


@pytest.mark.parametrize(("text", "title"), ANSWERS)
def test_who_opens_a_link_to_an_answer_sees_it_first(phone: Page, address: str, text: str, title: str) -> None:
    phone.goto(f"{address}check/?url={quote(text, safe='')}")
    expect_answer_in_sight(phone, title)
    expect(phone.get_by_label("Адрес страницы")).to_have_value(text)
    answer, form = phone.locator(".answer").bounding_box(), phone.locator(".check-form").bounding_box()
    assert answer is not None and form is not None
    assert answer["y"] + answer["height"] <= form["y"]
    expect(phone.locator(".lead, .check-hint").locator("visible=true")).to_have_count(0)


def test_who_asks_again_from_below_the_answer_is_led_up_to_the_new_one(phone: Page, address: str) -> None:
    phone.goto(f"{address}check/?url=vk.com%2Fprimersk_primer_library")
    expect_answer_in_sight(phone, "Да, это официальная страница")
    phone.get_by_label("Адрес страницы").fill("vk.com/primersk_primer_1ibrary")
    phone.keyboard.press("Enter")
    expect_answer_in_sight(phone, "Осторожно: похоже на официальную")


def test_who_is_sent_to_a_place_of_the_page_or_has_gone_on_is_not_moved(phone: Page, address: str) -> None:
    phone.goto(f"{address}check/?url=vk.com%2Fprimersk_primer_library#report")
    expect(phone.locator(".check [role=status]")).to_contain_text("Да, это официальная страница. Её ведёт")
    assert phone.evaluate("document.activeElement === document.body")
    expect(phone.locator("#report")).to_be_in_viewport()
