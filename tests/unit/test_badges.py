"""Badges: their texts about accounts and organizations, and that no text can break the picture."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reestr.publishing.html.links import Links
from reestr.publishing.open_data import badges
from reestr.publishing.open_data.badges import text_width
from reestr.registry.city import Municipality
from reestr.wording.plain_text import cut

from tests.golden_files import compare
from tests.unit import registry_factory as make
from tests.unit.pages_factory import rules, view_of

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'>&amp;]]><!-- </title></svg>{{ 7*7 }}"


def drawn(*accounts: object, **organization: object) -> dict[str, str]:
    """Badges of a school, by path."""
    registry = make.registry(
        rules("accounts-exist", subject="organization"),
        organizations=[make.organization("school", **organization)],
        accounts=accounts,  # type: ignore[arg-type]  # accounts, as the tests make them
    )
    return {file.path: file.content.decode() for file in badges.badge_files(view_of(registry, "public"))}


def said(picture: str) -> str:
    """All the text of a picture but its title."""
    root = ElementTree.fromstring(picture)
    return " | ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def title(picture: str) -> str:
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    return root[0].text or ""


def test_an_official_page_is_vouched_for_by_its_address() -> None:
    picture = drawn(make.account("school-vk"))["badges/accounts/school-vk.svg"]
    assert said(picture) == "Реестр официальных страниц: Приморск | Официальная страница | vk.example/school"
    assert title(picture) == (
        "Официальная страница: vk.example/school. Школа school. Реестр официальных страниц: Приморск"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closed": True}, "Больше не официальная страница"),
        ({"closed": True, "closed_on": make.ago(1)}, "Больше не официальная страница"),
        ({"closed": True, "closed_on": make.ago(-1)}, "Официальная страница"),
        ({"opened_on": make.ago(-1)}, "Ещё не официальная страница"),
    ],
)
def test_a_page_that_is_not_in_use_is_not_called_official(changes: dict[str, object], words: str) -> None:
    picture = drawn(make.account("school-vk", **changes))["badges/accounts/school-vk.svg"]
    assert f"| {words} |" in said(picture)
    assert title(picture).startswith(f"{words}: ")
    assert (badges._TICK in picture) == (words == "Официальная страница")


@pytest.mark.parametrize(
    ("accounts", "changes", "words"),
    [
        (("school-vk", "school-ok"), {}, "2 официальные страницы"),
        (("school-vk",), {}, "1 официальная страница"),
        ((), {}, "официальных страниц нет"),
        ((), {"exemptions": (make.exemption(),)}, "вправе не вести страниц"),
        (("school-vk",), {"closed": True}, "Организация закрыта"),
    ],
)
def test_an_organization_has_its_pages_counted_and_no_verdict(
    accounts: tuple[str, ...], changes: dict[str, object], words: str
) -> None:
    picture = drawn(*map(make.account, accounts), **changes)["badges/organizations/school.svg"]
    assert said(picture).replace("\N{NO-BREAK SPACE}", " ").endswith(f"| Школа school | {words}")


def test_hostile_text_stays_text() -> None:
    made = drawn(make.account("school-vk", url=f"https://vk.example/{HOSTILE}"), name=HOSTILE)
    for picture in made.values():
        root = ElementTree.fromstring(picture)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg", "title", "style", "rect", "path", "g", "text", "tspan",
        }  # fmt: skip
        assert HOSTILE in title(picture)
        assert "{{ 7*7 }}" in title(picture)


@pytest.mark.parametrize("name", ["я" * 500, "Щ" * 80, "MW@" * 40, "我" * 60])
def test_a_long_name_is_cut_and_its_title_is_not(name: str) -> None:
    picture = drawn(name=name)["badges/organizations/school.svg"]
    assert name in title(picture)
    assert name not in said(picture) and "…" in said(picture)
    assert int(ElementTree.fromstring(picture).get("width") or 0) < 800


def test_every_text_lies_within_the_plate_whatever_the_font() -> None:
    city = make.city(municipality=Municipality("Город", "Очень длинное название города " * 5, None, None))
    registry = make.registry([], of_city=city)
    for file in badges.badge_files(view_of(registry, "public")):
        root = ElementTree.fromstring(file.content)
        for text in root.iter(f"{SVG}text"):
            assert text.get("lengthAdjust") == "spacingAndGlyphs"
            assert float(text.get("x") or 0) + float(text.get("textLength") or 0) < float(root.get("width") or 0)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", list(badges._TONES))
def test_text_is_legible_on_its_plate_in_light_and_in_dark(kind: str) -> None:
    light, dark = badges._TONES[kind]
    style = "".join(badges._frame(kind, True))
    plate = re.search(r"\.p\{fill:(#\w+)", style)
    assert plate
    inks = [*re.findall(r"\.[is]\{fill:(#\w+)", style), dark]
    assert min(_contrast(ink, plate[1]) for ink in inks) >= 4.5
    assert min(_contrast(ink, "#ffffff") for ink in ("#18202b", "#4c5666", light)) >= 4.5


def test_pages_and_badges_agree_on_the_path() -> None:
    made = drawn(make.account("school-vk"))
    link = Links("../../")
    assert [link.account_badge("school-vk"), link.organization_badge("school")] == [f"../../{path}" for path in made]


@given(st.text(max_size=60), st.integers(2, 50))
def test_a_shortened_text_is_no_longer_than_allowed_and_begins_the_same(text: str, most: int) -> None:
    short = cut(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_wide_letters_need_more_room_than_narrow_ones() -> None:
    assert text_width("iii", 10) < text_width("eee", 10) < text_width("ЖЖЖ", 10) < text_width("我我我", 10)
    assert text_width("Школа", 20) == pytest.approx(2 * text_width("Школа", 10), abs=1)


def test_the_badges_of_a_school() -> None:
    made = drawn(make.account("school-vk"), make.account("school-ok", closed=True), short_name="Школа № 1")
    compare("badges.svg.txt", "".join(made[path] for path in sorted(made)))
