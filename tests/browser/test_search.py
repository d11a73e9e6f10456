"""The search on the built example city in a real browser: results, keyboard, failures."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

pytestmark = pytest.mark.browser

FIRST_QUERY_LIMIT = 40_000
"""Bytes that a first query may transfer in the example city, compressed; `test_exports_search` asks the same of 1,000
organizations."""


def search_box(page: Page) -> str:
    """What the field in the header is found by."""
    return "header reestr-search input"


def typed(page: Page, query: str) -> None:
    """Type a query into the header's field and wait for its answer."""
    page.locator(search_box(page)).fill(query)
    expect(page.locator(".search-popup")).to_have_attribute("data-answers", query.strip())
    expect(page.locator(".search-popup")).to_be_visible()


def options(page: Page, kind: str = "") -> list[str]:
    """The titles in the list, of one kind or of all."""
    scope = page.get_by_role("group", name=kind, exact=True) if kind else page.locator(".search-list")
    return [text.strip() for text in scope.locator(".hit-title").all_inner_texts()]


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page with the field in its header; whatever a test does there, nothing may go wrong unseen."""
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + "exemptions/")
    yield page
    assert said == []


# What is found: one page for many queries, opening one for each would take most of the time

SCHOOLS = ("школа", "школы", "школе", "школой", "ШКОЛ", "шко", "сош", "школьный", "irjkf", "шокла", "школла")

FIRST_BY_NAME_OR_NUMBER = (
    ("школа 3", "Школа № 3"),
    ("школа №3", "Школа № 3"),
    ("3 школа", "Школа № 3"),
    ("елка", "Сад «Ёлочка»"),
    ("ёлка", "Сад «Ёлочка»"),
    ("елочка", "Сад «Ёлочка»"),
    ("ЁЛОЧКЕ", "Сад «Ёлочка»"),
    ("пчелка", "Сад «Пчёлка»"),
    ("детский сад ромашка", "Сад «Ромашка»"),
    ("детсад ромашка", "Сад «Ромашка»"),
    ("детского сада 2", "Сад «Солнышко»"),
    ("библ", "Центральная библиотека"),
    ("библиотек", "Центральная библиотека"),
    ("библеотека", "Центральная библиотека"),
    ("музеем", "Музей «Перо и чернила»"),
    ("музеи", "Музей «Перо и чернила»"),
    ("лицея", "Лицей «Азимут»"),
    ("еж", "Молодёжный центр «Ёж»"),
    ("0000000226", "Центральная библиотека"),
    ("ИНН 00 000 002 26", "Центральная библиотека"),
    ("000000022", "Центральная библиотека"),
)

ADDRESSES_OF_SCHOOL_1 = (
    "https://vk.com/primersk_primer_school_1",
    "https://m.vk.com/primersk_primer_school_1?from=feed",
    "vk.ru/Primersk_Primer_School_1/",
    "//www.vkontakte.ru/primersk_primer_school_1#comments",
    "primersk_primer_school_1",
    "@primersk_primer_school_1",
    "https://vk.com/club990000000001",
    "https://vk.com/wall-990000000001_5",
    "990000000001",
)

AMONG_THE_REST = (
    ("модерация", "Текст постановления", "п. 2.6"),
    ("двухфакторная", "Текст постановления", "п. 1.6.3"),
    ("п. 2.2", "Текст постановления", "п. 2.2"),
    ("2.2", "Требования", "Не меньше двух публикаций в неделю"),
    ("контент-план", "Требования", "Есть контент-план на месяц"),
    ("открытые данные", "Разделы сайта", "Открытые данные"),
    ("внести контент-план", "Разделы сайта", "Как исправить запись"),
    ("о примерске", "Разделы сайта", "О Примерске"),
)


def test_any_form_of_a_word_its_beginning_or_a_slip_finds_the_schools(page: Page) -> None:
    for query in SCHOOLS:
        typed(page, query)
        assert "Школа № 1" in options(page, "Организации"), query


def test_an_organization_comes_first_by_its_name_or_number(page: Page) -> None:
    for query, title in FIRST_BY_NAME_OR_NUMBER:
        typed(page, query)
        assert options(page)[0] == title, query


def test_an_address_in_any_form_finds_its_account_and_whose_it_is(page: Page) -> None:
    for query in ADDRESSES_OF_SCHOOL_1:
        typed(page, query)
        assert options(page, "Страницы в социальных сетях")[0] == "vk.com/primersk_primer_school_1", query
        assert options(page, "Организации")[0] == "Школа № 1", query


def test_clauses_requirements_and_pages_are_found_and_told_apart(page: Page) -> None:
    for query, kind, title in AMONG_THE_REST:
        typed(page, query)
        assert title in options(page, kind), query


def test_the_field_says_what_the_checker_says_and_leads_to_its_answer(page: Page, address: str) -> None:
    for query, title in (
        ("https://vk.com/not_of_this_city", "В реестре такой страницы нет"),
        ("vk.com/primersk_primer_1ibrary", "Осторожно: похоже на официальную, но это другой адрес"),
        ("https://t.me/primersk_primer_library", "Страниц в этой сети реестр не ведёт"),
        ("идите на https://m.vk.com/primersk_primer_library и голосуйте", "Да, это официальная страница"),
    ):
        typed(page, query)
        assert options(page)[0] == title, query
    page.keyboard.press("Enter")
    expect(page.locator(".answer h2")).to_contain_text("Да, это официальная страница")
    expect(page).to_have_url(re.compile(re.escape(address) + r"check/\?url="))
    page.goto(address + "search/?q=vk.com/primersk_primer_1ibrary")
    expect(page.locator(".hits a").first).to_have_text("Осторожно: похоже на официальную, но это другой адрес")


@pytest.mark.parametrize("path", ["", "check/"])
def test_where_the_field_of_the_checker_stands_there_is_no_other_and_it_searches(
    context: BrowserContext, address: str, path: str
) -> None:
    page = context.new_page()
    page.goto(address + path)
    expect(page.locator("input[type=text]:visible")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.locator("main reestr-search input")).to_be_focused()
    page.keyboard.type("школа 3")
    expect(page.locator(".hit-title").first).to_have_text("Школа № 3")
    page.keyboard.press("Enter")
    expect(page.locator(".named h3").first).to_have_text("Школа № 3")


def test_a_page_that_is_official_no_more_says_so(page: Page) -> None:
    typed(page, "ok.ru/primersk-primer-cinema")
    hits = page.get_by_role("group", name="Страницы в социальных сетях").get_by_role("option")
    hit = hits.filter(has_text="ok.ru/primersk-primer-cinema")
    expect(hit).to_contain_text("больше не официальная")


def test_a_heading_is_led_to_and_a_clause_is_shown_around_the_match(page: Page) -> None:
    typed(page, "двухфакторная")
    clause = page.locator("[role=option]").filter(has_text="п. 1.6.3")
    expect(clause.locator("mark").first).to_have_text("двухфакторной")
    expect(clause).to_contain_text("…")
    typed(page, "внести контент-план")
    heading = page.locator("[role=option]").filter(has_text="Как исправить")
    assert "#" in (heading.get_attribute("href") or "")
    heading.click()
    expect(page.locator("h2:target, h3:target")).to_contain_text("Внести контент-план")


# By keyboard


def test_the_whole_way_by_keyboard(page: Page, address: str) -> None:
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Поиск по реестру")
    expect(field).to_be_focused()
    page.keyboard.type("школа 3")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("reestr-search [aria-live]")).to_contain_text("Нашлось 3 записи")
    page.keyboard.press("ArrowDown")
    active = page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")
    expect(active).to_have_attribute("aria-selected", "true")
    expect(active).to_contain_text("Школа № 3")
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", "x")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_contain_text("Все результаты (3)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address + "organizations/school-3/")


def test_escape_closes_the_list_then_empties_the_field(page: Page) -> None:
    typed(page, "школа")
    page.keyboard.press("Escape")
    expect(page.locator(".search-popup")).to_be_hidden()
    expect(page.locator(search_box(page))).to_have_value("школа")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search-popup")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(search_box(page))).to_have_value("")


def test_leaving_the_field_closes_the_list(page: Page) -> None:
    typed(page, "школа")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".search-popup")).to_be_hidden()


def test_a_slash_typed_into_another_field_stays_there(page: Page, address: str) -> None:
    page.goto(address + "organizations/")
    other = page.get_by_role("searchbox", name="Найти в таблице")
    other.focus()
    page.keyboard.type("1/2")
    expect(other).to_have_value("1/2")
    expect(other).to_be_focused()


def test_the_key_can_be_switched_off(page: Page, address: str) -> None:
    page.goto(address + "search/")
    page.get_by_label("Переходить к поиску клавишей").uncheck()
    page.goto(address + "exemptions/")
    page.keyboard.press("/")
    expect(page.locator(search_box(page))).not_to_be_focused()


# The page of all results


def test_enter_leads_to_all_results_which_have_an_address_and_a_way_back(page: Page, address: str) -> None:
    page.locator(search_box(page)).fill("школа")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address + "search/?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0")
    expect(page.locator("main [role=status]")).to_contain_text("Нашлось 29 записей")
    expect(page.get_by_role("heading", name="Организации 10")).to_be_visible()
    field = page.get_by_label("Что найти")
    field.fill("библиотека")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Центральная библиотека")).to_be_visible()
    page.get_by_role("link", name="Центральная библиотека").click()
    expect(page).to_have_url(address + "organizations/library/")
    page.go_back()
    expect(field).to_have_value("библиотека")
    expect(page.get_by_role("link", name="Центральная библиотека")).to_be_visible()


def test_the_back_button_leads_through_queries(page: Page, address: str) -> None:
    page.goto(address + "search/?q=музей")
    field = page.get_by_label("Что найти")
    expect(page).to_have_title("музей — Поиск — Реестр официальных страниц города Примерска (вымышленного)")
    field.fill("театр")
    expect(page.get_by_role("link", name="Театр кукол")).to_be_visible()
    page.goto(address + "search/?q=парк")
    page.go_back()
    expect(field).to_have_value("театр")
    expect(page.get_by_role("link", name="Театр кукол")).to_be_visible()


def test_a_long_list_is_shown_piece_by_piece(page: Page, address: str) -> None:
    page.goto(address + "search/?q=школа")
    accounts = page.locator("section").filter(has=page.get_by_role("heading", name="Страницы в социальных сетях"))
    expect(accounts.locator("li")).to_have_count(10)
    accounts.get_by_role("button", name="Показать ещё 8").click()
    expect(accounts.locator("li")).to_have_count(18)
    expect(accounts.locator("li:nth-child(11) a")).to_be_focused()
    expect(accounts.get_by_role("button")).to_have_count(0)


# When something is missing


def test_without_scripts_the_form_leads_to_the_list_and_the_page_of_results_to_all_lists(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "organizations/school-1/")
    page.locator(search_box(page)).fill("школа")
    page.keyboard.press("Enter")
    expect(page).to_have_url(address + "organizations/?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0")
    page.goto(address + "search/")
    expect(page.get_by_text("Поиск работает, когда в браузере включён JavaScript")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Организации")).to_be_visible()
    context.close()


def test_a_missing_index_is_told_in_plain_words_and_tried_again(page: Page, address: str) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/search/index.json", refuse)
    page.locator(search_box(page)).fill("школа")
    expect(page.locator(".search-said")).to_contain_text("Поиск не загрузился")
    expect(page.locator(".search-popup").get_by_role("link", name="Список организаций")).to_be_visible()
    page.unroute("**/search/index.json")
    typed(page, "школа 3")
    assert options(page)[0] == "Школа № 3"
    page.route("**/search/index.json", refuse)
    page.goto(address + "search/?q=школа")
    expect(page.locator("main [role=status]")).to_contain_text("Поиск не загрузился")
    expect(page.locator(".search-results a")).to_have_attribute(
        "href", f"{address}organizations/?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0"
    )


def test_a_slow_index_is_waited_for_in_sight(page: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/search/index.json", hold)
    with page.expect_request("**/search/index.json"):
        page.locator(search_box(page)).fill("школа")
    expect(page.locator(".search-said")).to_have_text("Загружаем поиск…")
    page.locator(search_box(page)).fill("школа 3")
    waiting[0].continue_()
    expect(page.locator(".hit-title").first).to_have_text("Школа № 3")


def test_a_large_city_fetches_more_columns_for_a_query_that_needs_them(page: Page, address: str, built: Path) -> None:
    first = json.loads((built / "search" / "index.json").read_bytes())
    apart = ("inn", "ogrn", "address", "site")
    rest = {
        "parts": "1",
        "organizations": {name: first["organizations"].pop(name) for name in apart},
        "accounts": first.pop("accounts"),
    }
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.rsplit("/", 1)[1])
        route.fulfill(json=rest if asked[-1] == "rest.json" else {**first, "parts": "1"})

    page.route("**/search/*.json", answer)
    typed(page, "школа 3")
    assert options(page)[0] == "Школа № 3"
    assert asked == ["index.json"]
    inn = next(number for number in rest["organizations"]["inn"] if number)
    typed(page, inn)
    assert options(page)[0] == first["organizations"]["title"][rest["organizations"]["inn"].index(inn)]
    assert asked == ["index.json", "rest.json"]
    asked.clear()
    page.goto(address + "search/?q=школа 3")
    expect(page.locator(".search-results .pages a").first).to_be_visible()
    assert asked == ["index.json", "rest.json"]
    rest["parts"] = "2"
    page.goto(address + "compliance/")
    page.locator(search_box(page)).fill(inn)
    expect(page.locator(".search-said")).to_contain_text("Поиск не загрузился")


def test_nothing_found_says_what_to_do(page: Page) -> None:
    typed(page, "йййццц")
    expect(page.locator(".search-said")).to_have_text("Ничего не нашлось")
    expect(page.locator(search_box(page))).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Проверить, официальная ли это страница")).to_be_focused()
    expect(page.get_by_role("link", name="Весь список организаций")).to_be_visible()


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "javascript:alert(1)",
    "я" * 10_000,
    "школа " * 2_000,
    "!?.,;:—«»()[]{}\\/",
    "*",
    "__proto__",
    "constructor",
    "hasOwnProperty toString",
    "\u202eалокш",
    "%00%ff",
    "👩\u200d👩\u200d👧",
    "((((((((((a+)+)+)+",
)


def test_hostile_queries_are_answered_as_text(page: Page, address: str) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))
    elements = page.locator("img, script").count()
    # A script may put more into the field than the 200 characters that it takes from people.
    page.locator(search_box(page)).evaluate("(field) => field.removeAttribute('maxlength')")
    for query in HOSTILE:
        typed(page, query)
        assert page.locator("img, script").count() == elements, query
        assert page.locator("[role=option], .search-hints a").count() > 0, query
    for query in HOSTILE:
        page.goto(f"{address}search/?{urlencode({'q': query[:2_000]})}")
        expect(page.locator("main [role=status]")).not_to_be_empty()
        expect(page.locator(".search-results a").first).to_be_visible()
    assert alerts == []


# Costs and access


def test_a_first_query_transfers_little_and_nothing_before_it(page: Page, address: str, built: Path) -> None:
    lazy = [built / "js" / "vendor" / "search.js", *sorted((built / "js" / "search").glob("*.js"))]
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url.removeprefix(address)))
    page.reload()
    assert not [url for url in requested if url.startswith(("search/", "js/search/", "js/vendor/"))]
    typed(page, "школа")
    fetched = {url for url in requested if url.startswith(("search/", "js/search/", "js/vendor/"))}
    assert fetched == {"search/index.json", *(file.relative_to(built).as_posix() for file in lazy)}
    size = sum(len(gzip.compress((built / url).read_bytes(), 6)) for url in fetched)
    assert size < FIRST_QUERY_LIMIT


# On every commit each width once and each scheme once, as in test_accessibility.py; at night all.
@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (320, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.deep),
        pytest.param(320, "light", marks=pytest.mark.deep),
    ],
)
def test_open_lists_and_the_page_of_results_have_no_barrier(
    browser: Browser, address: str, axe: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()

    def violations() -> list[str]:
        page.evaluate(axe)
        found = page.evaluate(
            """async () => {
                const { violations } = await axe.run(document.querySelector("reestr-search-page, reestr-search"));
                return violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`);
            }"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        return list(found)

    page.goto(address + "exemptions/")
    typed(page, "контент-план")
    page.keyboard.press("ArrowDown")
    assert violations() == []
    typed(page, "йййццц")
    assert violations() == []
    page.goto(address + "search/?q=школа")
    expect(page.locator(".hits").first).to_be_visible()
    assert violations() == []
    page.goto(address + "404.html")
    page.locator("reestr-search input").fill("школа")
    expect(page.locator(".search-popup")).to_be_visible()
    assert violations() == []
    context.close()
