"""Sortable and filterable tables in a real browser: filters and counts, the address, columns, saved files."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import openpyxl
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from reestr.publishing.site.pages.organizations import organizations
from reestr.registry.organization import Organization

from tests.unit.pages_factory import small_city, view_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:Workbook contains no default style"),
]

ROW = "#registry tbody tr:visible"
HOSTILE = (
    "=HYPERLINK(\"https://x.example\")", "<script>alert(1)</script>", "a;=1+1", "@SUM(A1)", "constructor", "__proto__",
    "{{ 7*7 }} {value}", "\u202eнаоборот", "Ы" * 80, "длинное имя " * 40, "две, \"кавычки\"; и; точка", "-5",
)  # fmt: skip


@pytest.fixture
def registry(context: BrowserContext, address: str) -> Page:
    """The registry of the example city, open in a wide window."""
    return opened(context, address + "organizations/")


def opened(context: BrowserContext, url: str) -> Page:
    """A page whose tables are ready."""
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("status").first).to_be_attached()
    return page


def names(page: Page) -> list[str]:
    """The names of the rows that are to be seen, in their order."""
    return page.locator(f"{ROW} th a").all_inner_texts()


def test_a_long_table_comes_in_pages_and_is_fetched_whole(context: BrowserContext, address: str, built: Path) -> None:
    whole = (built / "organizations" / "index.html").read_text(encoding="utf-8")
    start = whole.index("<tbody>", whole.index('<table id="registry"')) + len("<tbody>")
    end = whole.index("</tbody>", start)
    rows = re.findall("<tr>.*?</tr>", whole[start:end], re.DOTALL)
    nav = (
        '<nav class="list-pages" data-table="registry" data-choose="Выбрать" data-failed="Сбой">'
        f'<a href="{address}organizations/2/">2</a></nav>'
    )
    first = whole[:start] + "".join(rows[:3]) + whole[end:].replace("</reestr-table>", f"</reestr-table>{nav}", 1)
    second = whole[:start] + "".join(rows[3:]).replace('href="../', 'href="../../') + whole[end:]
    page = context.new_page()
    page.route("**/organizations/2/", lambda route: route.fulfill(status=500))
    page.route(re.compile("/organizations/($|[?])"), lambda route: route.fulfill(body=first, content_type="text/html"))
    page.goto(address + "organizations/")
    choose = page.get_by_role("button", name="Выбрать")
    choose.click()
    expect(page.get_by_role("status")).to_have_text("Сбой")
    assert len(names(page)) == 3
    page.unroute("**/organizations/2/")
    page.route("**/organizations/2/", lambda route: route.fulfill(body=second, content_type="text/html"))
    choose.click()
    expect(page.locator(".list-pages")).to_have_count(0)
    expect(page.locator(ROW)).to_have_count(len(rows))
    assert page.locator(f"{ROW} th a").last.evaluate("link => link.href").startswith(address + "organizations/")
    page.goto(address + "organizations/?q=школа")
    expect(page.locator(".list-pages")).to_have_count(0)
    assert 0 < len(names(page)) < len(rows)


def facet(page: Page, title: str) -> Locator:
    return page.locator(".facet").filter(
        has=page.locator("summary", has_text=re.compile(rf"^{re.escape(title)}( \d+)?$"))
    )


def options(page: Page, title: str) -> dict[str, int]:
    """The values a facet offers, each with its number of rows."""
    labels = facet(page, title).locator(".option").all_text_contents()
    return {text.rsplit(" ", 1)[0]: int(text.rsplit(" ", 1)[1]) for text in labels}


def choose(page: Page, title: str, *values: str) -> None:
    """Tick values of a facet, and close it again."""
    box = facet(page, title)
    box.locator("summary").click()
    for value in values:
        box.get_by_label(re.compile(rf"^{re.escape(value)} \d+$")).check()
    page.keyboard.press("Escape")
    expect(box).not_to_have_attribute("open", "")


def member(name: str, **changes: Any) -> Organization:
    """An organization of this name."""
    pattern = small_city().organizations["school-2"]
    return dataclasses.replace(pattern, short_name=name, name=name, **changes)


def made(context: BrowserContext, address: str, members: tuple[Organization, ...], query: str = "") -> Page:
    """The registry of a city of these organizations, with the scripts of the built site."""
    organizations_of = {
        f"o-{index:04}": dataclasses.replace(item, id=f"o-{index:04}") for index, item in enumerate(members)
    }
    body = organizations(view_of(dataclasses.replace(small_city(), organizations=organizations_of, accounts={}))).body
    html = (
        '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>x</title>'
        f'<script type="module" src="../js/reestr-table.js"></script></head><body>{body}</body></html>'
    )

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"executed: {dialog.message}"))
    page.route("**/made/*", answer)
    page.goto(f"{address}made/{query}")
    expect(page.get_by_role("status").first).to_be_attached()
    return page


def conditions(page: Page) -> list[tuple[str, str]]:
    # Not page.url: Playwright hears of a changed address later than the page.
    return parse_qsl(page.evaluate("location.search.slice(1)"))


def saved(page: Page, kind: str, tmp_path: Path) -> Path:
    """The file that the table saves as `kind`."""
    page.locator("#registry").evaluate("table => table.closest('reestr-table').querySelector('.save').open = true")
    with page.expect_download() as download:
        page.locator(f".save button[data-kind={kind}]").first.click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    return target


# Filtering


def test_a_facet_says_what_choosing_each_value_would_leave(registry: Page) -> None:
    offered = options(registry, "Сфера")
    everything = registry.locator(ROW).count()
    assert sum(offered.values()) == everything
    for value, count in list(offered.items())[:3]:
        choose(registry, "Сфера", value)
        assert registry.locator(ROW).count() == count
        registry.get_by_role("button", name=f"Убрать условие: Сфера: {value}").click()
    assert registry.locator(ROW).count() == everything


def test_counts_follow_the_other_conditions_and_not_their_own(registry: Page) -> None:
    before = options(registry, "Сфера")
    choose(registry, "Худшая оценка", "нарушено")
    breached = registry.locator(ROW).count()
    narrowed = options(registry, "Сфера")
    assert sum(narrowed.values()) == breached < sum(before.values())
    assert set(narrowed) == set(before), "a value with no row left stays to be chosen"
    assert options(registry, "Худшая оценка")["выполнено"] > 0
    sphere = next(value for value, count in narrowed.items() if count)
    choose(registry, "Сфера", sphere)
    assert registry.locator(ROW).count() == narrowed[sphere]
    assert options(registry, "Сфера") == narrowed


def test_several_values_of_a_facet_add_up_and_several_facets_narrow(registry: Page) -> None:
    offered = options(registry, "Сфера")
    choose(registry, "Сфера", "культура", "спорт")
    assert registry.locator(ROW).count() == offered["культура"] + offered["спорт"]
    assert conditions(registry) == [("sphere", "culture"), ("sphere", "sport")]
    choose(registry, "Страницы", "VK")
    assert 0 < registry.locator(ROW).count() <= offered["культура"] + offered["спорт"]
    assert ("networks", "vk") in conditions(registry)
    for row in registry.locator(ROW).all():
        assert "VK" in row.inner_text()


def test_words_are_found_without_telling_yo_from_ye_and_in_hidden_columns(registry: Page) -> None:
    search = registry.get_by_role("searchbox", name="Найти в таблице")
    search.fill("учрёждение")
    assert registry.locator(ROW).count() > 0
    number = registry.locator("#registry tbody tr").first.locator("td").nth(3).text_content()
    search.fill(f" {number} ")
    assert registry.locator(ROW).count() == 1
    search.fill("такой организации нет")
    assert registry.locator(ROW).count() == 0
    expect(registry.get_by_role("status").first).to_contain_text("Ничего не найдено")
    registry.locator(".empty").get_by_role("button", name="Сбросить").click()
    assert registry.locator(ROW).count() > 1
    expect(search).to_be_focused()
    assert conditions(registry) == []


def test_a_condition_goes_by_its_own_button_and_the_focus_stays_among_them(registry: Page) -> None:
    choose(registry, "Сфера", "культура", "спорт")
    removers = registry.locator(".chips .chip")
    expect(removers).to_have_text(["Сфера: культура", "Сфера: спорт"])
    removers.first.focus()
    registry.keyboard.press("Enter")
    expect(removers).to_have_text(["Сфера: спорт"])
    expect(removers.first).to_be_focused()
    registry.keyboard.press("Enter")
    expect(registry.locator(".chips")).to_be_hidden()
    expect(registry.get_by_role("searchbox")).to_be_focused()


def test_the_status_says_how_many_are_shown(registry: Page) -> None:
    everything = registry.locator("#registry tbody tr").count()
    status = registry.get_by_role("status").first
    expect(status).to_have_text(f"Показано {everything} из {everything}.")
    choose(registry, "Сфера", "культура")
    expect(status).to_have_text(f"Показано {registry.locator(ROW).count()} из {everything}.")


# The address


def test_conditions_live_in_the_address(registry: Page) -> None:
    choose(registry, "Сфера", "культура")
    registry.get_by_role("searchbox").fill("дом")
    registry.get_by_role("button", name="Нарушено").click()
    shown = names(registry)
    assert dict(conditions(registry)) == {"q": "дом", "sphere": "culture", "sort": "breaches:descending"}
    registry.reload()
    assert names(registry) == shown
    expect(registry.get_by_role("searchbox")).to_have_value("дом")
    expect(registry.locator(".chips .chip")).to_have_text(["найти: дом", "Сфера: культура"])


def test_back_and_forward_walk_through_what_was_chosen(registry: Page) -> None:
    original = names(registry)
    choose(registry, "Сфера", "культура")
    narrowed = names(registry)
    registry.get_by_role("button", name="Не подтверждено").click()
    ordered = names(registry)
    # Letters as they are typed are no steps of their own.
    registry.get_by_role("searchbox").press_sequentially("му")
    registry.go_back()
    assert names(registry) == narrowed
    registry.go_back()
    assert names(registry) == original
    expect(registry.locator("th[aria-sort]")).to_have_count(0)
    registry.go_forward()
    assert names(registry) == narrowed
    registry.go_forward()
    assert [name for name in ordered if name in names(registry)] == names(registry)
    expect(registry.get_by_role("searchbox")).to_have_value("му")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sphere=%3Cb%3E", "sphere=<b>"),
        ("sphere=education-2", "sphere=education-2"),
        ("no-such-condition=1", "no-such-condition=1"),
        ("sphere=" + "x" * 500, "sphere=xxx"),
    ],
)
def test_a_filter_that_names_nothing_shows_everything_and_says_so(
    context: BrowserContext, address: str, query: str, said: str
) -> None:
    page = opened(context, f"{address}organizations/?{query}")
    assert page.locator(ROW).count() == page.locator("#registry tbody tr").count()
    status = page.get_by_role("status").first
    expect(status).to_contain_text("условие, которого нет в таблице")
    expect(status).to_contain_text(said)
    expect(status).to_contain_text("Показано всё")
    assert len(status.inner_text()) < 300


@pytest.mark.parametrize("order", ["nothing:descending", "breaches:sideways", "%3Cb%3E"])
def test_an_order_that_names_nothing_keeps_the_pages_own_and_says_so(
    context: BrowserContext, address: str, order: str
) -> None:
    own = names(opened(context, address + "organizations/"))
    page = opened(context, f"{address}organizations/?sort={order}")
    assert names(page) == own
    expect(page.get_by_role("status").first).to_contain_text("порядок строк, которого нет в таблице")


def test_what_an_address_names_rightly_holds_beside_what_it_names_in_vain(
    context: BrowserContext, address: str
) -> None:
    page = opened(context, f"{address}organizations/?sphere=culture&sphere=nothing&utm_source=mail&yclid=1")
    expect(page.locator(".chips .chip")).to_have_text(["Сфера: культура"])
    status = page.get_by_role("status").first
    expect(status).to_contain_text("sphere=nothing")
    expect(status).not_to_contain_text("utm_source")
    expect(status).not_to_contain_text("Показано всё")


def test_two_tables_of_a_page_keep_their_conditions_apart(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}accounts/?mark=confirmed&former.sort=until:descending")
    expect(page.locator("#accounts th[aria-sort]")).to_have_count(0)
    expect(page.locator("#former-accounts th[aria-sort=descending]")).to_have_text("До какого дня")
    expect(page.locator(".chips .chip:visible")).to_have_text(["Отметка «Госорганизация»: есть"])
    expect(page.get_by_role("status").first).not_to_contain_text("нет в таблице")


def test_ready_made_conditions_are_links_that_load_nothing(registry: Page) -> None:
    registry.evaluate("window.stayed = true")
    registry.get_by_role("link", name="С нарушениями").click()
    assert dict(conditions(registry)) == {"verdict": "breach", "sort": "breaches:descending"}
    assert registry.evaluate("window.stayed")
    breaches = registry.locator(f"{ROW} td:nth-child(11)").all_inner_texts()
    assert breaches and [int(text) for text in breaches] == sorted(map(int, breaches), reverse=True)
    expect(registry.get_by_role("link", name="С нарушениями")).to_have_attribute("aria-current", "true")
    registry.go_back()
    assert conditions(registry) == []


# Sorting


def test_a_column_sorts_by_keyboard_says_so_and_lets_go(registry: Page) -> None:
    own = names(registry)
    head = registry.get_by_role("columnheader", name="Не подтверждено")
    head.get_by_role("button").focus()
    registry.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    column = [int(text) for text in registry.locator(f"{ROW} td:nth-child(12)").all_inner_texts()]
    assert column == sorted(column, reverse=True) and column[0] > column[-1]
    expect(head.get_by_role("button")).to_be_focused()
    registry.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    registry.keyboard.press("Enter")
    expect(registry.locator("th[aria-sort]")).to_have_count(0)
    assert names(registry) == own and conditions(registry) == []


def test_names_sort_as_people_look_for_them_and_verdicts_by_how_bad_they_are(
    context: BrowserContext, address: str
) -> None:
    own = names(opened(context, address + "organizations/"))
    assert names(opened(context, address + "organizations/?sort=name:ascending")) == own
    page = opened(context, address + "organizations/?sort=verdict:ascending")
    verdicts = list(dict.fromkeys(page.locator(f"{ROW} .badge").all_inner_texts()))
    assert [re.sub(r"^\W+", "", text) for text in verdicts[:2]] == ["нарушено", "не подтверждено"]


@pytest.mark.parametrize("direction", ["ascending", "descending"])
def test_the_unknown_stands_last_in_either_direction(context: BrowserContext, address: str, direction: str) -> None:
    days = (datetime.date(2026, 3, 1), None, datetime.date(2025, 12, 31), datetime.date(2026, 1, 15))
    members = tuple(member(f"Школа № {place}", reviewed_on=day) for place, day in enumerate(days))
    page = made(context, address, members, f"?sort=reviewed:{direction}")
    order = [2, 3, 0] if direction == "ascending" else [0, 3, 2]
    assert names(page) == [f"Школа № {place}" for place in (*order, 1)]


# Columns


def columns_of(page: Page) -> list[str]:
    return page.locator("#registry thead th:visible").all_inner_texts()


def toggle(page: Page, *titles: str) -> None:
    box = page.locator(".columns").first
    box.locator("summary").click()
    for title in titles:
        box.get_by_label(title, exact=True).click()
    page.keyboard.press("Escape")


def test_a_reader_chooses_the_columns_and_the_browser_remembers(registry: Page) -> None:
    before = columns_of(registry)
    toggle(registry, "ИНН", "Сфера")
    chosen = columns_of(registry)
    assert any("ИНН" in title for title in chosen) and not any("Сфера" in title for title in chosen)
    expect(registry.locator(f"{ROW} td:nth-child(5)").first).to_be_visible()
    expect(registry.locator("#registry tbody td:nth-child(4)").first).to_be_hidden()
    registry.reload()
    assert columns_of(registry) == chosen
    registry.locator(".columns summary").click()
    registry.get_by_role("button", name="Как было").click()
    assert columns_of(registry) == before
    registry.reload()
    assert columns_of(registry) == before


def test_the_choice_is_each_tables_own(registry: Page, context: BrowserContext, address: str) -> None:
    toggle(registry, "Сфера")
    other = opened(context, address + "accounts/")
    expect(other.get_by_role("columnheader", name="Сфера").first).to_be_visible()


def test_garbage_in_the_browsers_memory_is_nobodys_choice(registry: Page) -> None:
    before = columns_of(registry)
    for kept in ("{", "null", "[]", '"x"', '{"inn": 1, "nothing": true, "__proto__": {"sphere": false}}', "x" * 5000):
        registry.evaluate("kept => localStorage.setItem('reestr.columns.registry', kept)", kept)
        registry.reload()
        expect(registry.get_by_role("status").first).to_be_attached()
        assert columns_of(registry) == before, kept


def test_where_nothing_may_be_kept_the_choice_holds_for_the_page(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + "organizations/")
    toggle(page, "ИНН")
    assert any("ИНН" in title for title in columns_of(page))
    page.close()
    assert errors == []


# What is saved


def seen_table(page: Page) -> list[list[str]]:
    """What the eye sees of the registry: the cells of visible rows and columns, signs left out."""
    script = """table => [...table.tBodies[0].rows].filter(row => row.checkVisibility()).map(row =>
        [...row.cells].filter(cell => cell.checkVisibility()).map(cell => {
            const copy = cell.cloneNode(true);
            copy.querySelectorAll("[aria-hidden]").forEach(sign => sign.remove());
            return copy.textContent.replace(/\\s+/g, " ").trim();
        }))"""
    found: list[list[str]] = page.locator("#registry").evaluate(script)
    return found


@pytest.fixture
def shaped(context: BrowserContext, address: str) -> Page:
    """The registry filtered, sorted and with other columns than usual."""
    page = opened(context, address + "organizations/?sphere=culture&sphere=sport&sort=unconfirmed:descending")
    toggle(page, "ИНН", "Запись сверена", "Сфера")
    return page


def test_csv_is_what_is_shown(shaped: Page, tmp_path: Path) -> None:
    file = saved(shaped, "csv", tmp_path)
    assert re.fullmatch(r"registry-fictional-\d{4}-\d{2}-\d{2}\.csv", file.name)
    content = file.read_bytes().decode("utf-8")
    assert content.startswith("\ufeff") and content.count("\r\n") == content.count("\n")
    head, *lines = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    addresses = [index for index, title in enumerate(head) if title.endswith(": адрес")]
    assert [title for title in head if not title.endswith(": адрес")] == [
        re.sub(r"\s*[↕↑↓]", "", title).strip() for title in columns_of(shaped)
    ]
    rows = [[cell for index, cell in enumerate(line) if index not in addresses] for line in lines]
    seen = seen_table(shaped)
    assert len(rows) == len(seen) > 1
    for row, cells in zip(rows, seen, strict=True):
        *texts, day = row
        assert texts == [re.sub(r" (закрыта)$", r" (\1)", cell) for cell in cells[:-1]]
        assert re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", day) == cells[-1]
    links = [line[addresses[0]] for line in lines]
    assert links == shaped.locator(f"{ROW} th a").evaluate_all("links => links.map(link => link.href)")
    assert all("https://vk.com/" in line[addresses[1]] for line in lines if "VK" in line)


def test_xlsx_is_what_is_shown_with_numbers_dates_and_texts(shaped: Page, tmp_path: Path) -> None:
    requested: list[str] = []
    shaped.on("request", lambda request: requested.append(request.url))
    file = saved(shaped, "xlsx", tmp_path)
    assert [url for url in requested if "vendor/xlsx" in url], "loaded when asked for, and not before"
    sheet = openpyxl.load_workbook(file).active
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > 10
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    places = {str(title): index for index, title in enumerate(head)}
    assert [row[0] for row in rows] == [cells[0] for cells in seen_with_remarks(shaped)]
    for row, cells in zip(rows, seen_table(shaped), strict=True):
        assert row[places["Не подтверждено"]] == int(cells[-2])
        assert isinstance(row[places["ИНН"]], str)
        day = row[places["Запись сверена"]]
        assert day is None or f"{day:%d.%m.%Y}" == cells[-1] or isinstance(day, str)
    assert any(isinstance(row[places["Запись сверена"]], datetime.datetime) for row in rows)


def seen_with_remarks(page: Page) -> list[list[str]]:
    return [[re.sub(r" (закрыта)$", r" (\1)", cell) for cell in cells] for cells in seen_table(page)]


def test_json_has_the_values_for_programs(shaped: Page, tmp_path: Path) -> None:
    content = json.loads(saved(shaped, "json", tmp_path).read_text(encoding="utf-8"))
    assert (content["table"], content["marks"], content["source"]) == (
        "registry",
        ["fictional"],
        shaped.evaluate("location.href"),
    )
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", content["as_of"])
    assert [row["name"] for row in content["rows"]] == [cells[0] for cells in seen_with_remarks(shaped)]
    first = content["rows"][0]
    assert "sphere" not in first, "the column is not shown"
    assert set(first["networks"]) <= {"vk", "ok"} and first["verdict"] in ("breach", "unconfirmed")
    assert isinstance(first["unconfirmed"], int) and re.fullmatch(r"\d{10}", first["inn"])
    assert first["name_url"].startswith("http://127.0.0.1")
    assert all(row["reviewed"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row["reviewed"]) for row in content["rows"])


def test_the_matrix_is_saved_in_words(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = opened(context, address + "compliance/")
    table = page.locator("reestr-table[name=matrix]")
    table.locator(".save summary").click()
    with page.expect_download() as download:
        table.locator("button[data-kind=json]").click()
    content = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    said = Counter(value for row in content["rows"] for value in row.values() if value == "breach")
    assert said["breach"] == page.locator("#matrix td.is-breach").count() > 0
    words = {value for row in content["rows"] for key, value in row.items() if key.endswith("_label")}
    assert "нарушено" in words and not {"✕", "✓"} & set("".join(map(str, words)))


def test_hostile_texts_are_saved_as_texts(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = made(context, address, tuple(member(name) for name in HOSTILE), "?sort=name:ascending")
    expected = [re.sub(r"\s+", " ", name).strip() for name in page.locator(f"{ROW} th").all_text_contents()]
    assert sorted(expected) == sorted(name.strip() for name in HOSTILE)

    book = openpyxl.load_workbook(saved(page, "xlsx", tmp_path))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [cell.value.removesuffix(" ") for cell in cells] == expected
    assert {cell.data_type for cell in cells} == {"s"}, "no formula among them"

    lines = list(csv.reader(io.StringIO(saved(page, "csv", tmp_path).read_text("utf-8-sig"), newline=""), strict=True))
    for line, name in zip(lines[1:], expected, strict=True):
        assert line[0].replace("'", "") == name.replace("'", "")
        assert not re.match(r"\s*[=+\-@]", line[0])

    content = json.loads(saved(page, "json", tmp_path).read_text(encoding="utf-8"))
    assert [row["name"] for row in content["rows"]] == expected
    page.get_by_role("searchbox").fill("<script>")
    assert page.locator(ROW).count() == 1
    expect(page.locator(".chips .chip")).to_have_text(["найти: <script>"])


def test_cells_of_csv_become_what_the_vectors_say(registry: Page, project_root: Path) -> None:
    vectors = yaml.safe_load((project_root / "tests/vectors/cells.yaml").read_text(encoding="utf-8"))
    script = """async (vectors) => {
        const { neutral, csvLine } = await import(new URL("../js/table/csv.js", location.href));
        return [vectors.neutral.map(({ text }) => neutral(text)), vectors.lines.map(({ cells }) => csvLine(cells))];
    }"""
    texts, lines = registry.evaluate(script, vectors)
    assert texts == [vector["becomes"] for vector in vectors["neutral"]]
    assert lines == [vector["line"] for vector in vectors["lines"]]


def test_a_file_that_cannot_be_made_is_told(registry: Page) -> None:
    registry.route("**/vendor/xlsx.js", lambda route: route.abort())
    registry.locator(".save summary").click()
    registry.locator("button[data-kind=xlsx]").click()
    expect(registry.get_by_role("status").first).to_contain_text("Не получилось собрать файл")


# Many rows


@pytest.fixture
def long(context: BrowserContext, address: str) -> Page:
    """A registry of more rows than are laid out at once."""
    return made(context, address, tuple(member(f"Школа № {number}") for number in range(1, 1201)))


def test_a_long_table_comes_in_portions_and_is_searched_and_saved_whole(long: Page, tmp_path: Path) -> None:
    first = long.locator(ROW).count()
    assert 100 <= first < 1200
    expect(long.get_by_role("status").first).to_have_text(f"Подходит 1200 из 1200, на экране первые {first}.")
    long.get_by_role("button", name="Показать ещё").click()
    assert long.locator(ROW).count() > first
    long.get_by_role("searchbox").fill("№ 1199")
    assert names(long) == ["Школа № 1199"]
    long.get_by_role("searchbox").fill("")
    lines = saved(long, "csv", tmp_path).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1201


def test_a_long_table_prints_whole(long: Page) -> None:
    shown = long.locator(ROW).count()
    long.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert long.locator(ROW).count() == 1200
    long.evaluate("dispatchEvent(new Event('afterprint'))")
    assert long.locator(ROW).count() == shown


# For everybody


def test_everything_can_be_done_by_keyboard(registry: Page) -> None:
    registry.get_by_role("searchbox").focus()
    for _ in range(20):
        registry.keyboard.press("Tab")
        if registry.evaluate("document.activeElement.textContent").startswith("Сфера"):
            break
    registry.keyboard.press("Enter")
    registry.keyboard.press("Tab")
    registry.keyboard.press("Space")
    assert len(conditions(registry)) == 1
    registry.keyboard.press("Escape")
    expect(facet(registry, "Сфера").locator("summary")).to_be_focused()
    expect(facet(registry, "Сфера")).not_to_have_attribute("open", "")
    for _ in range(20):
        registry.keyboard.press("Tab")
        if registry.evaluate("document.activeElement.textContent") == "Скачать":
            break
    registry.keyboard.press("Enter")
    registry.keyboard.press("Tab")
    with registry.expect_download() as download:
        registry.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_a_press_on_the_words_of_an_option_keeps_its_list_open(registry: Page) -> None:
    box = facet(registry, "Сфера")
    box.locator("summary").click()
    box.locator(".option span").first.click()
    expect(box.get_by_role("checkbox").first).to_be_checked()
    expect(box).to_have_attribute("open", "")
    registry.locator("h1").click()
    expect(box).not_to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["organizations/", "accounts/", "compliance/", "requirements/", "exemptions/"])
def test_on_a_phone_the_rows_of_a_table_are_cards(context: BrowserContext, address: str, path: str) -> None:
    page = opened(context, address + path)
    page.set_viewport_size({"width": 320, "height": 700})
    facets = page.locator("form.table-filters:visible .facets")
    if facets.count():
        expect(facets.locator(".facet").first).to_be_hidden()
        facets.locator(":scope > summary").click()
        facets.locator(".facet:visible summary").first.click()
    page.locator(".save summary").last.click()
    page.keyboard.press("Escape")
    table = page.locator("reestr-table.carded table").first
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert table.evaluate("(table) => table.parentElement.scrollWidth <= table.parentElement.clientWidth")
    cut = table.locator("tbody").evaluate(
        """(body) => [...body.querySelectorAll("th, td, a, .badge")].filter((one) => one.checkVisibility()
            && one.getBoundingClientRect().right > 320).map((one) => one.textContent)"""
    )
    assert cut == []
    numbers = table.locator("tbody td.number:visible")
    assert all(number.get_attribute("data-label") for number in numbers.all()[:20])


def test_a_card_of_the_registry_has_the_pages_as_buttons_and_the_sign(context: BrowserContext, address: str) -> None:
    page = opened(context, address + "organizations/")
    page.set_viewport_size({"width": 360, "height": 640})
    card = page.locator(ROW).filter(has=page.get_by_role("link", name="Парк «Дружба»", exact=True))
    expect(card.locator("a[data-value=vk]")).to_be_visible()
    box = card.locator("a[data-value=vk]").bounding_box()
    assert box is not None and box["height"] >= 44
    expect(card.locator(".badge")).to_have_text("нарушено")


def test_the_matrix_of_a_phone_lists_the_shortfalls_of_each_organization_by_name(
    context: BrowserContext, address: str
) -> None:
    page = opened(context, address + "compliance/")
    page.set_viewport_size({"width": 360, "height": 640})
    park = page.locator("#matrix tbody tr").filter(has=page.get_by_role("link", name="Парк «Дружба»", exact=True))
    shown = park.locator("td:visible")
    expect(shown).to_have_count(park.locator("td:is(.is-breach, .is-unconfirmed)").count())
    assert shown.count() >= 3
    named = shown.first.evaluate("(cell) => getComputedStyle(cell, '::after').content")
    assert named == f'"{shown.first.get_attribute("data-label")}"'
    shown.first.click()
    expect(page).to_have_url(re.compile(r"/organizations/park/#"))


def test_a_box_that_has_nothing_to_scroll_is_no_stop_of_the_tab_key(registry: Page) -> None:
    box = registry.locator(".scroll")
    expect(box).to_have_attribute("tabindex", "-1")
    registry.set_viewport_size({"width": 620, "height": 800})
    expect(box).to_have_attribute("tabindex", "0")


def test_without_scripts_the_table_has_all_its_columns_and_no_control(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "organizations/")
    heads = page.locator("#registry thead th")
    assert heads.count() == 14
    for head in heads.all():
        expect(head).to_be_visible()
    for control in (".presets", ".table-filters", ".table-bar", "#registry button"):
        expect(page.locator(control).first).to_be_hidden()
    expect(page.get_by_role("link", name="Весь список таблицей (CSV)")).to_be_visible()
    context.close()


def test_paper_has_what_is_shown_and_says_what_was_left_out(registry: Page) -> None:
    registry.emulate_media(media="print")
    expect(registry.get_by_role("status").first).to_be_hidden()
    registry.emulate_media(media="screen")
    choose(registry, "Сфера", "культура")
    shown = names(registry)
    registry.emulate_media(media="print")
    assert names(registry) == shown
    for control in (".presets", ".table-filters", ".dropdown", ".reset"):
        expect(registry.locator(control).first).to_be_hidden()
    expect(registry.get_by_role("status").first).to_be_visible()
    expect(registry.locator(".chips")).to_contain_text("Сфера: культура")
    assert registry.pdf().startswith(b"%PDF")


def test_a_strict_content_policy_lets_everything_work(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def strict(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": "default-src 'self'"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/organizations/*", strict)
    page.goto(address + "organizations/?sphere=culture")
    assert saved(page, "xlsx", tmp_path).stat().st_size > 1000
    assert said == []


def test_few_rows_are_not_buried_in_controls(context: BrowserContext, address: str) -> None:
    page = opened(context, address + "compliance/")
    table = page.locator("reestr-table[name=city-verdicts]")
    for control in ("form", ".columns"):
        expect(table.locator(control)).to_be_hidden()
    expect(table.get_by_role("status")).to_have_text("")
    expect(table.locator(".save")).to_be_visible()
