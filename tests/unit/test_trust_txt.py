"""trust.txt: the organizations' sites and official pages, at the root of a host alone, and said where there is none."""

from __future__ import annotations

import dataclasses
import re

import pytest
from reestr.publishing.open_data import export_files
from reestr.publishing.open_data.trust_txt import trust_file, trust_file_state
from reestr.publishing.site.pages import open_data
from reestr.publishing.view import Site, View
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import view_of

LINE = re.compile(r"#.*|(?:member|social)=https://[^\s]+|contact=mailto:[^\s]+")


def city(**changes: object) -> Registry:
    schools = (
        factory.organization("one", site="https://one.example/"),
        factory.organization("two", site="https://one.example/"),
        factory.organization("gone", site="https://gone.example/", closed=True),
    )
    accounts = (
        factory.account("one-vk"),
        factory.account("one-ok", closed=True),
        factory.account("two-vk"),
        factory.account("gone-vk"),
    )
    return factory.registry((), organizations=schools, accounts=accounts, **changes)  # type: ignore[arg-type]


def view(url: str = "https://reestr.example/", edition: str = "public", registry: Registry | None = None) -> View:
    return view_of(registry or city(), edition, Site("Реестр", url))


def text(of: View) -> str:
    return "".join(file.content.decode() for file in trust_file(of))


def test_the_file() -> None:
    assert text(view()).splitlines() == [
        "# город Приморск: сайты организаций и их официальные страницы, по реестру на 2026-11-16",
        "# Вымышленный город, все данные придуманы.",
        "# https://reestr.example/",
        "member=https://one.example/",
        "social=https://vk.example/one",
        "social=https://vk.example/two",
    ]


def test_every_line_is_a_comment_or_a_variable() -> None:
    hall = dataclasses.replace(
        factory.city().city_hall, contact=dataclasses.replace(factory.city().city_hall.contact, email="a@city.example")
    )
    lines = text(view(registry=city(of_city=factory.city(city_hall=hall, fictional=False)))).splitlines()
    assert "contact=mailto:a@city.example" in lines
    assert not any("ымышлен" in line for line in lines)
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_it_is_one_of_the_files_of_a_site() -> None:
    assert [file.path for file in export_files(view(), ()) if file.path.endswith("trust.txt")] == ["trust.txt"]


@pytest.mark.parametrize(
    ("url", "edition", "state", "said"),
    [
        ("https://reestr.example/", "public", "published", "сайты организаций и их официальные страницы одним списком"),
        ("https://city.example/reestr/", "public", "in-a-folder", "этот сайт лежит в папке"),
        ("", "public", "no-address", "не указан собственный адрес"),
        ("https://reestr.example/", "internal", "internal", ""),
    ],
)
def test_where_there_is_none_it_is_said(url: str, edition: str, state: str, said: str) -> None:
    given = view(url, edition)
    assert trust_file_state(given) == state
    assert bool(text(given)) is (state == "published")
    body = open_data.build(given).body
    assert said in body
    assert ("trust.txt" in body) is bool(said)
    assert ('href="../trust.txt"' in body) is (state == "published")
