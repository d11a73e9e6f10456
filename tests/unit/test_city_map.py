"""The map page: its organizations, and its absence if there is nothing to show."""

from __future__ import annotations

import dataclasses
import gzip
import html
import random
import re
from collections.abc import Iterable

import pytest
from reestr.publishing.site.pages import city_map, section_pages
from reestr.publishing.view import Page, View
from reestr.records.loading.load import load
from reestr.registry.organization import Coordinates, Organization
from reestr.registry.registry import Registry

from tests.golden_files import compare
from tests.unit import registry_factory as make
from tests.unit.pages_factory import Reader, real_view, rules, small_city, view_of
from tests.unit.project import PRIMERSK

HOSTILE = "<script>alert(1)</script>\"'>{{ 7*7 }}</title></svg><img src=x onerror=alert(1)>"


def organization(
    identifier: str, latitude: float = 48.79, longitude: float = 132.92, **changes: object
) -> Organization:
    return make.organization(identifier, coordinates=Coordinates(latitude, longitude), **changes)


def city(*organizations: Organization, accounts: Iterable[str] = ()) -> Registry:
    return make.registry(
        rules("accounts-exist", subject="organization"),
        organizations=organizations,
        accounts=[make.account(item) for item in accounts],
    )


def page(*organizations: Organization, accounts: Iterable[str] = ()) -> Page:
    return city_map.build(view_of(city(*organizations, accounts=accounts), "public"))


def markers(made: Page) -> list[tuple[str, str, str]]:
    """The outcome, the number of the row and the name of each marker."""
    found = re.findall(r'<a class="is-([\w-]+)" href="#place-(\d+)"[^>]*><title>(.*?)</title>', made.body)
    return [(outcome, number, html.unescape(name)) for outcome, number, name in found]


def paths(view: View) -> list[str]:
    return [section.path for section, _ in section_pages(view)]


def test_without_coordinates_there_is_no_map_and_no_entry_in_the_menu() -> None:
    assert city_map.PATH not in paths(view_of(small_city()))
    assert city_map.PATH not in paths(real_view())
    assert city_map.PATH in paths(view_of(city(organization("school"))))


def test_an_organization_that_is_no_more_has_no_place_on_it() -> None:
    gone = organization("gone", closed=True)
    assert city_map.PATH not in paths(view_of(city(gone)))
    assert "gone" not in page(organization("school"), gone).body


def test_a_marker_says_who_it_is_and_how_it_does() -> None:
    made = page(
        organization("good", 48.7, name="Хорошая"),
        organization("bad", 48.9, name="Плохая"),
        accounts=["good-vk", "good-ok"],
    )
    assert markers(made) == [("breach", "1", "1. Плохая: нарушено"), ("met", "2", "2. Хорошая: выполнено")]
    reader = Reader(made)
    assert {"place-1", "place-2"} <= set(reader.ids)
    assert {"../organizations/good/", "../organizations/bad/"} <= set(reader.hrefs)


def test_what_only_city_hall_owes_colours_no_marker() -> None:
    owed = dataclasses.replace(rules("accounts-exist", subject="organization")[0], obliged=("city-hall",))
    registry = make.registry([owed], organizations=[organization("school")], accounts=[])
    assert markers(city_map.build(view_of(registry, "public")))[0][0] == "not-applicable"


def test_neighbours_share_a_marker_of_the_worst_of_them() -> None:
    made = page(*(organization(f"s-{one}", name=f"Сад {one}") for one in range(5)), accounts=["s-0-vk", "s-0-ok"])
    assert markers(made) == [
        ("breach", "1", "1. Сад 0, Сад 1, Сад 2 и ещё 2\N{NO-BREAK SPACE}организации. Худшая оценка: нарушено")
    ]
    assert made.body.count('class="place-name"') == 5


def test_a_place_can_be_opened_in_maps_of_others() -> None:
    hrefs = Reader(page(organization("school", -48.5, 132.90000001))).hrefs
    assert "https://www.openstreetmap.org/?mlat=-48.5&mlon=132.9#map=17/-48.5/132.9" in hrefs
    assert "https://yandex.ru/maps/?pt=132.9,-48.5&z=17&l=map" in hrefs


def test_who_has_no_coordinates_is_named_beside_the_map() -> None:
    reader = Reader(page(organization("school"), make.organization("lost", name="Потерянная")))
    assert "1 организация из 2 на карте" in reader.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "координаты не указаны: Потерянная" in reader.text
    assert "Кого нет на карте" not in Reader(page(organization("school"))).text


def test_hostile_names_are_text_in_the_picture_too() -> None:
    made = page(organization("school", name=HOSTILE, address=HOSTILE), organization("far", 48.9, name="я" * 500))
    assert not re.search(r"<(script>|img\b)", made.body)
    assert HOSTILE in markers(made)[1][2]
    assert Reader(made).tags.count("svg") == made.body.count("</svg>")


@pytest.mark.parametrize("count", [1, 2, 500, 501, 10_000])
def test_a_map_of_any_number_of_organizations_is_light(count: int) -> None:
    chance = random.Random(3)
    organizations = [
        organization(
            f"s-{number}", chance.gauss(48.79, 0.03), chance.gauss(132.92, 0.05),
            short_name=f"Детский сад № {number}", address=f"г. Примерск, ул. Мира, д. {number}",
        )
        for number in range(count)
    ]  # fmt: skip
    made = page(*organizations)
    assert len(gzip.compress(made.body.encode(), mtime=0)) < 40_000
    rows = {int(number) for _, number, _ in markers(made)}
    assert rows <= set(range(1, len(rows) + 1000))
    assert all(f'id="place-{number}"' in made.body for number in rows)


def test_the_map_of_the_example_city() -> None:
    registry = load(PRIMERSK / "data", "public").registry
    assert registry is not None
    compare("map.html", city_map.build(view_of(registry, "public")).body)
