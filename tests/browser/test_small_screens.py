"""What a reader with a phone meets first: the answer of the checker, menus that close, addresses to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.serving import Served

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
    ("Школа № 5", "Официальные страницы"),
)

# Every line of the addresses that are shown: [the line, whether the word that its end cuts would fit a line by itself].
_CUT_WORDS = r"""(selector) => {
  const cut = [];
  const range = document.createRange();
  for (const shown of document.querySelectorAll(selector)) {
    if (!shown.checkVisibility() || !shown.getClientRects().length) continue;
    const places = [];
    const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("small, .sign")) continue;
      for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { top, width } = range.getBoundingClientRect();
        places.push({ letter: node.data[at], top, width });
      }
    }
    let room = shown;
    while (["inline", "contents"].includes(getComputedStyle(room).display)) room = room.parentElement;
    const cuts = shown.matches("a.out, #former-accounts th") ? /[\s\/_]/ : /[\s\/_.,-]/;
    const { paddingLeft, paddingRight } = getComputedStyle(room);
    const wide = room.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    places.forEach(({ letter, top }, at) => {
      const before = places[at - 1];
      if (!before || top - before.top < 4 || cuts.test(before.letter) || /\s/.test(letter)) return;
      let [start, end] = [at, at];
      while (start > 0 && !cuts.test(places[start - 1].letter)) start -= 1;
      while (end < places.length && !cuts.test(places[end].letter)) end += 1;
      const word = places.slice(start, end + 1);
      const needs = word.reduce((sum, place) => sum + place.width, 0);
      if (needs <= wide) cut.push(`${word.map((place) => place.letter).join("")} of «${shown.textContent.trim()}»`);
    });
  }
  return cut;
}"""


# The schemes differ in colours alone, which test_accessibility.py judges: the dark one is tried at night.
@pytest.fixture(scope="module", params=["light", pytest.param("dark", marks=pytest.mark.deep)])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """One page in each scheme for all tests of the module: a new context takes more time than most of them."""
    context = browser.new_context(color_scheme=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(window: Page) -> Page:
    """A page of a small phone."""
    window.set_viewport_size({"width": 360, "height": 640})
    return window


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


@pytest.mark.parametrize("path", ["", "guide/"])
def test_who_knows_only_the_name_gets_the_page_on_the_first_screen(phone: Page, address: str, path: str) -> None:
    """From the home page and, by the header's field, from any other."""
    phone.goto(address + path)
    phone.locator("reestr-search input").fill("школа 1 примерск")
    phone.keyboard.press("Enter")
    first = phone.locator("main .pages a.out").first
    expect(first).to_have_attribute("href", "https://vk.com/primersk_primer_school_1")
    box = first.bounding_box()
    assert box is not None
    assert box["y"] >= 0 and box["y"] + box["height"] < 640


def test_a_city_without_a_page_says_so_at_its_field_and_what_it_has_to_do(phone: Page, real: Served) -> None:
    phone.goto(real.address)
    said = phone.locator(".check-none")
    expect(said).to_contain_text("В реестре пока нет ни одной официальной страницы")
    field, line = phone.locator("#check-url").bounding_box(), said.bounding_box()
    assert field is not None and line is not None
    assert line["y"] - field["y"] > 0 and line["y"] + line["height"] < 640
    headings = phone.locator("main h2").all_inner_texts()
    assert headings[:2] == ["Что должна сделать сама мэрия", "Состояние города"]
    expect(phone.locator("figure.chart, .stat:has-text('—')")).to_have_count(0)


# Menus

# The menu of a phone has its panel beside it.
_HOLDS_THE_FOCUS = """
    (menu) => [menu, menu.matches(".menu") && menu.nextElementSibling].some(
        (part) => part && part.contains(document.activeElement)
    )
"""


def opened_menu(page: Page, menu: Locator) -> Locator:
    menu.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    return menu


def menus(page: Page, address: str, width: int) -> list[Locator]:
    """The disclosures of the header and of a table that can be opened in a window of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + "organizations/")
    expect(page.locator(".table-bar .dropdown").first).to_be_visible()
    found = page.locator(".top details:visible, .dropdown:visible")
    return [found.nth(place) for place in range(found.count())]


@pytest.mark.parametrize("width", [360, 1280])
def test_every_menu_closes_on_escape_when_one_moves_on_and_on_a_press_elsewhere(
    phone: Page, address: str, width: int
) -> None:
    found = menus(phone, address, width)
    assert len(found) >= 3
    for menu in found:
        opened_menu(phone, menu)
        phone.keyboard.press("Tab")
        phone.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(menu.locator("summary").first).to_be_focused()

        opened_menu(phone, menu)
        for _ in range(40):
            phone.keyboard.press("Tab")
            if not menu.evaluate(_HOLDS_THE_FOCUS):
                break
        expect(menu).not_to_have_attribute("open", "")
        assert phone.evaluate("document.activeElement !== document.body")

        opened_menu(phone, menu)
        phone.mouse.click(width - 4, 400)
        expect(menu).not_to_have_attribute("open", "")


def test_a_press_on_a_link_below_the_open_menu_of_a_phone_follows_the_link(phone: Page, address: str) -> None:
    phone.goto(address + "check/")
    opened_menu(phone, phone.locator(".menu"))
    phone.get_by_role("link", name="списке официальных страниц").first.click()
    expect(phone).to_have_url(address + "accounts/")


def test_the_answers_of_the_search_close_like_a_menu(phone: Page, address: str) -> None:
    phone.goto(address + "organizations/")
    popup, field = phone.locator(".search-popup"), phone.get_by_role("combobox")
    field.fill("школа")
    expect(popup).to_be_visible()
    phone.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(field).to_be_focused()
    field.fill("школа 1")
    expect(popup).to_be_visible()
    for _ in range(5):
        phone.keyboard.press("Tab")
        if not phone.evaluate("document.querySelector('reestr-search').contains(document.activeElement)"):
            break
    expect(popup).to_be_hidden()
    field.fill("школа 2")
    expect(popup).to_be_visible()
    phone.locator(".bottom").click(position={"x": 2, "y": 2})
    expect(popup).to_be_hidden()


# Addresses


@pytest.mark.parametrize(
    ("path", "selector", "least"),
    [
        ("accounts/", "#accounts tbody th, #former-accounts tbody th, #former-accounts a.out", 73),
        ("organizations/library/", ".account h3, .fakes h4 bdi, .aside-note", 3),
        ("organizations/house-of-culture/", ".account h3, .facts a.out, .aside-note", 3),
        ("tasks/", ".concerned a", 3),
        ("week/", ".part p", 1),
        ("check/?url=vk.com%2Fprimersk_primer_library_official_lottery_prizes", ".answer a, .answer code", 3),
        ("check/?url=vk.com%2Fprimersk_primer_1ibrary", ".answer a.out, .answer code", 2),
        ("check/?url=vk.com%2Fprimersk_primer_dk_mayak", ".answer a.out, .answer code", 2),
        ("search/?q=primersk_primer", ".hit-title, .hit-context", 5),
    ],
)
def test_addresses_break_between_their_words_only(
    phone: Page, address: str, path: str, selector: str, least: int
) -> None:
    phone.goto(address + path)
    shown = phone.locator(selector).filter(has_text=re.compile(r"\w\.\w+/"))
    expect(shown.nth(least - 1)).to_be_attached()
    assert phone.evaluate(_CUT_WORDS, selector) == []
