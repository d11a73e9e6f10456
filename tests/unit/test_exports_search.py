"""The index of the site's search: its columns, its editions, its size."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr import wording
from reestr.publishing.open_data import search as search_index
from reestr.publishing.open_data.search import PATH, REST, headings_of, search_file
from reestr.publishing.site.pages import section_pages
from reestr.publishing.view import Page, View
from reestr.registry.account import ControlLoss, PreviousAddress
from reestr.registry.city import Block
from reestr.registry.organization import Organization

from tests.unit import registry_factory as make
from tests.unit.pages_factory import act, small_city, view_of
from tests.unit.project import ROOT

PAGES = (
    Page("b/", "Вторая", "О второй.", '<h1>Вторая</h1><h2 id="x">Глава &amp; стих</h2><p>…</p><h3>Без имени</h3>'),
    Page("", "Главная", "О городе.", "<h1>Главная</h1>"),
    Page("search/", "Поиск", "Здесь ищут.", '<h2 id="how">Как искать</h2>'),
)
FIRST_QUERY_LIMIT = 200_000
"""Bytes, compressed, that a first query may transfer at a thousand organizations."""
SYLLABLES = (
    "ба",
    "ве",
    "го",
    "да",
    "жи",
    "зо",
    "ка",
    "ле",
    "ми",
    "но",
    "пи",
    "ру",
    "со",
    "ту",
    "фе",
    "ха",
    "ци",
    "бри",
    "сне",
)
LETTERS = "abcdefghijklmnoprstuvyz"


def index(view: View, pages: tuple[Page, ...] = PAGES) -> dict[str, Any]:
    (file,) = search_file(view, pages)
    assert file.path == PATH
    return dict(json.loads(file.content))


def test_columns_of_a_kind_have_one_value_for_each_record() -> None:
    made = index(view_of(small_city()))
    assert made["organizations"]["id"] == ["school-2", "school-10", "archive"]
    assert made["organizations"]["title"] == ["Школа № 2", "Школа № 10", "Архив"]
    for kind, extra in {
        "organizations": {"spheres", "closed"},
        "accounts": {"former", "lost", "previous"},
        "requirements": set(),
        "clauses": set(),
        "pages": set(),
    }.items():
        lengths = {len(column) for name, column in made[kind].items() if name not in extra}
        assert len(lengths) == 1, kind


def test_an_account_points_to_its_organization_and_its_network() -> None:
    former = make.account("school-2-vk", previous_addresses=(PreviousAddress("https://vk.com/old/", None),))
    registry = small_city(accounts={"school-2-vk": dataclasses.replace(former, closed=True)})
    made = index(view_of(registry))
    accounts = made["accounts"]
    assert made["organizations"]["id"][accounts["organization"][0]] == "school-2"
    assert made["networks"][accounts["network"][0]]["name"] == registry.networks["vk"].name
    assert accounts["former"] == [0]
    assert accounts["lost"] == []
    lost = dataclasses.replace(former, control_lost=(ControlLoss("other-page", make.ago(1), None, "machine"),))
    found = index(view_of(small_city(accounts={"school-2-vk": lost})))
    assert (found["accounts"]["former"], found["accounts"]["lost"]) == ([0], [[0, "other-page"]])
    assert found["words"]["lost"]["other-page"] == "адрес ведёт на другую страницу"
    assert accounts["previous"] == [[0, "vk.com/old"]]
    assert accounts["url"] == [former.url.removeprefix("https://")]


def test_a_large_city_has_columns_apart_that_make_the_same_index(monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(small_city(accounts={"school-2-vk": make.account("school-2-vk")}))
    whole = index(view)
    monkeypatch.setattr(search_index, "ORGANIZATIONS_IN_ONE_FILE", 2)
    first, rest = (dict(json.loads(file.content)) for file in search_file(view, PAGES))
    assert [file.path for file in search_file(view, PAGES)] == [PATH, REST]
    assert first.pop("parts") == rest.pop("parts")
    assert {
        **first,
        "accounts": rest["accounts"],
        "organizations": first["organizations"] | rest["organizations"],
    } == whole
    assert "accounts" not in first
    renamed = view_of(small_city(organizations={"other": make.organization("other"), **view.registry.organizations}))
    other = [json.loads(file.content)["parts"] for file in search_file(renamed, PAGES)]
    assert other[0] == other[1] != json.loads(next(iter(search_file(view, PAGES))).content)["parts"]


def test_pages_come_by_their_addresses_with_the_headings_that_can_be_linked_to() -> None:
    pages = index(view_of(small_city()))["pages"]
    assert pages["path"] == ["", "b/"]
    assert pages["headings"] == [[], ["x", "Глава & стих"]]


@pytest.mark.parametrize(
    ("body", "headings"),
    [
        (
            '<h2 id="a">Раз <span class="count">2</span></h2><h3 class="x" id="b">Два</h3>',
            [("a", "Раз 2"), ("b", "Два")],
        ),
        ('<h2 id="a"><span class="sign" aria-hidden="true">✕</span> Исправить</h2>', [("a", "Исправить")]),
        ('<h2 id="a">\n <a href="#b">Много\n слов</a> </h2>', [("a", "Много слов")]),
        ("<h1 id='t'>Название</h1><h4 id='u'>Мелочь</h4>", []),
        ('<h2 id="a"></h2><h2>Без имени</h2>', []),
        ('<h2 id="a">Не закрыт', []),
        ('<h2 id="&lt;b&gt;">&lt;script&gt;</h2>', [("<b>", "<script>")]),
    ],
)
def test_headings_are_read_from_markup(body: str, headings: list[tuple[str, str]]) -> None:
    assert list(headings_of(body)) == headings


@given(st.text(alphabet='<>h23/ id="=&;абв\n'))
def test_no_markup_breaks_the_reading_of_headings(body: str) -> None:
    for identifier, text in headings_of(body):
        assert identifier and text


def test_clauses_are_named_as_printed_and_parents_in_a_circle_end() -> None:
    def block(
        identifier: str, kind: str, parent: str | None = None, number: str | None = None, part: str = "order"
    ) -> Block:
        return Block(identifier, part, kind, number, parent, "Текст.", None, ())

    blocks = (
        block("p.3", "clause", number="3", part="decree"),
        block("p.3-2", "paragraph", parent="p.3"),
        block("1.6.5-a", "clause", number="1.6.5"),
        block("row-7", "annex-row", number="7", part="annex"),
        block("x", "paragraph", parent="y"),
        block("y", "paragraph", parent="x"),
    )
    made = index(view_of(small_city(act=act(*blocks))))["clauses"]
    names = dict(zip(made["id"], made["title"], strict=True))
    assert names["p.3"] == "п. 3 постановления"
    assert names["p.3-2"] == "п. 3 постановления, абзац 2"
    assert names["1.6.5-a"] == "п. 1.6.5"
    assert names["row-7"] == "строка 7 приложения"
    numbers = dict(zip(made["id"], made["number"], strict=True))
    assert numbers["1.6.5-a"] == "1.6.5"
    assert numbers["row-7"] == "", "only the number of a clause leads to it"


def test_hostile_names_stay_text() -> None:
    hostile = '</script><img src=x onerror=alert(1)>\u2028"{{ 7*7 }}'
    everyone = {
        key: dataclasses.replace(item, name=hostile, short_name=hostile, address=hostile)
        for key, item in small_city().organizations.items()
    }
    made = index(view_of(small_city(organizations=everyone)), (Page("x/", hostile, hostile, ""),))
    assert made["organizations"]["title"] == [hostile] * 3
    assert made["pages"]["title"] == [hostile]


def test_each_edition_finds_its_own_requirements_only() -> None:
    assert "two-factor" in index(view_of(small_city()))["requirements"]["id"]
    public = small_city(requirements={k: v for k, v in small_city().requirements.items() if not v.internal})
    assert "two-factor" not in index(view_of(public, "public"))["requirements"]["id"]


def test_the_same_view_gives_the_same_bytes_in_any_order_of_pages() -> None:
    first, second = (
        [file.content for file in search_file(view_of(small_city()), pages)] for pages in (PAGES, PAGES[::-1])
    )
    assert first == second


def test_every_word_of_the_script_has_its_forms() -> None:
    words = index(view_of(small_city()))["words"]
    catalogue: Any = wording.section("search")["words"]
    assert words == {**catalogue, "kinds": {**catalogue["kinds"], "clauses": "Текст постановления"}}
    for key in ("found", "more"):
        assert set(words[key]) == {"one", "few", "many"}
        assert all("{count}" in form for form in words[key].values())


@pytest.mark.parametrize(
    ("size", "limit"),
    [(1_000, FIRST_QUERY_LIMIT), pytest.param(10_000, 350_000, marks=pytest.mark.deep)],
)
def test_a_first_query_transfers_less_than_the_limit(size: int, limit: int) -> None:
    """Names, numbers and addresses as unlike each other as in no city: real ones compress better."""
    dice = random.Random(7)

    def word(letters: str | tuple[str, ...], length: int) -> str:
        return "".join(dice.choice(letters) for _ in range(length))

    def organization(number: int) -> Organization:
        name = word(SYLLABLES, 4).capitalize()
        return dataclasses.replace(
            make.organization(f"organization-{number}"),
            name=f"Муниципальное бюджетное учреждение «Средняя школа № {number} «{name}»» города {word(SYLLABLES, 4)}",
            short_name=f"Школа № {number} «{name}»",
            inn=word("0123456789", 10),
            ogrn=word("0123456789", 13),
            address=f"{word('0123456789', 6)}, г. Примерск, ул. {word(SYLLABLES, 4)}, д. {number % 200}",
            site=f"https://{word(LETTERS, 10)}.example/",
        )

    organizations = {item.id: item for item in map(organization, range(size))}
    accounts = {
        f"{key}-{network}": dataclasses.replace(
            make.account(f"{key}-{network}"),
            organization=key,
            url=f"https://vk.com/{word(LETTERS, 12)}",
            numeric_id=word("123456789", 9),
            name=word(SYLLABLES, 5),
        )
        for key in organizations
        for network in ("vk", "ok")
    }
    view = view_of(small_city(organizations=organizations, accounts=accounts))
    file = next(iter(search_file(view, [page for _, page in section_pages(view)])))
    scripts = ROOT / "generator" / "reestr" / "publishing" / "site" / "theme" / "js"
    loaded = [
        file.content,
        *(path.read_bytes() for path in (scripts / "vendor" / "search.js", *(scripts / "search").iterdir())),
    ]
    assert sum(len(gzip.compress(content, 6)) for content in loaded) < limit
