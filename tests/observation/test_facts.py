"""What an answer shows of a page: there, not there, or unknown, by the table in the network's record."""

from __future__ import annotations

from typing import Any

import pytest
from reestr.intake.observation.facts import PageSubject, facts_seen, names_site
from reestr.registry.city import FactSign, NetworkObservation

from tests.observation.test_counting import NETWORKS

SUBJECT = PageSubject(
    ("Муниципальное бюджетное учреждение «Библиотека № 1»", "Библиотека № 1"),
    "https://library-1.example.org",
    "https://primersk.example.org",
)
WHOLE: dict[str, Any] = {
    "description": "",
    "status": "",
    "site": "",
    "has_photo": True,
    "cover": {"enabled": False},
    "addresses": {"is_enabled": False, "phone": False},
    "menu": {"items": []},
}
"""An answer with every field, of a page that shows nothing but its avatar."""


def seen(**fields: Any) -> dict[str, bool]:
    observation = NETWORKS["vk"].observation
    assert observation is not None
    given = {name: value for name, value in {**WHOLE, **fields}.items() if value is not ...}
    return facts_seen(given, observation, SUBJECT)


def test_an_empty_page_lacks_what_its_answer_would_show() -> None:
    assert seen() == {
        "description": False, "avatar": True, "cover": False, "address": False, "geolocation": False, "email": False,
        "phones": False, "city_hall_site": False, "organization_site": False, "widgets": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "fact", "expected"),
    [
        ({"description": "Официальная страница. Библиотека №1"}, "description", True),
        ({"description": "БИБЛИОТЕКА  № 1 города Примерска"}, "description", True),
        ({"description": "Библиотека № 12"}, "description", None),
        ({"description": "Любим читать"}, "description", None),
        ({"description": ...}, "description", None),
        ({"description": "ул. Книжная, д. 1"}, "address", True),
        ({"description": "г. Примерск, проспект 60-летия СССР, 12"}, "address", True),
        ({"description": "Приходите к нам"}, "address", None),
        ({"addresses": {"is_enabled": True}}, "address", True),
        ({"addresses": {"is_enabled": True}}, "geolocation", True),
        ({"addresses": {"is_enabled": True}}, "phones", None),
        ({"addresses": {"is_enabled": True, "phone": True}}, "phones", True),
        ({"status": "тел. 2-22-22"}, "phones", True),
        ({"description": "+7 (42622) 2-22-22"}, "phones", True),
        ({"description": "8 426 222 22 22"}, "phones", True),
        ({"description": "Открыты с 9 до 18, кроме 1.05"}, "phones", False),
        # Digits that may be a telephone in a form of its own, or a tax number: a person looks.
        ({"description": "тел. 222222"}, "phones", None),
        ({"description": "ИНН 7901000070"}, "phones", None),
        ({"description": "Мы в @primersk"}, "email", None),
        ({"contacts": [{"phone": True, "email": False}]}, "phones", True),
        ({"contacts": [{"phone": False, "email": False}]}, "email", False),
        ({"description": "library-1@example.org"}, "email", True),
        ({"site": "http://www.Library-1.example.org/o-nas"}, "organization_site", True),
        ({"links": [{"url": "https://primersk.example.org/news"}]}, "city_hall_site", True),
        ({"site": "https://library-1.example.org.evil.test"}, "organization_site", False),
        ({"menu": ...}, "widgets", None),
        ({"menu": {"items": [{}]}}, "widgets", True),
        ({"has_photo": ...}, "avatar", None),
    ],
)
def test_a_fact_is_there_or_not_or_unknown(fields: dict[str, Any], fact: str, expected: bool | None) -> None:
    assert seen(**fields).get(fact) is expected


def test_an_organization_without_a_site_need_not_name_it() -> None:
    observation = NETWORKS["vk"].observation
    assert observation is not None
    assert "organization_site" not in facts_seen(WHOLE, observation, PageSubject((), None, None))


@pytest.mark.parametrize(
    ("text", "site", "named"),
    [
        ("школа.рф", "https://xn--80atdl2c.xn--p1ai", True),
        ("наш сайт: example.org/school1/news", "https://example.org/school1", True),
        ("example.org/school12", "https://example.org/school1", False),
        ("example.org", "https://example.org/school1", False),
        ("news.example.org", "https://example.org", False),
    ],
)
def test_a_site_is_named_by_host_and_path(text: str, site: str, named: bool) -> None:
    assert names_site(text, site) is named


def test_a_fact_with_a_sign_that_never_says_no_is_never_absent() -> None:
    sign = FactSign("phones", ("text",), "phone", "unknown")
    observation = NetworkObservation("vk", None, (), (sign,), frozenset(), ())
    assert facts_seen({"text": "нет"}, observation, SUBJECT) == {}
    assert facts_seen({"text": "тел. 2-22-22"}, observation, SUBJECT) == {"phones": True}
