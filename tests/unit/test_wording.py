"""The catalogue of texts: Russian plurals, dates and lists; all requested texts exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from reestr import wording
from reestr.registry.words import ACT_IN_GENERAL

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, "недель"), (1, "неделя"), (2, "недели"), (4, "недели"), (5, "недель"), (11, "недель"), (12, "недель"),
        (14, "недель"), (20, "недель"), (21, "неделя"), (22, "недели"), (25, "недель"), (100, "недель"),
        (101, "неделя"), (111, "недель"), (112, "недель"), (122, "недели"), (1001, "неделя"), (-1, "неделя"),
    ],
)  # fmt: skip
def test_a_noun_agrees_with_its_number(count: int, form: str) -> None:
    assert wording.plural(count, "неделя", "недели", "недель") == form


def test_dates_are_written_as_russians_write_them() -> None:
    assert wording.date_in_words("2026-03-03") == f"3{NBSP}марта 2026{NBSP}г."
    assert wording.date_in_words("2026-12-31") == f"31{NBSP}декабря 2026{NBSP}г."
    assert wording.date_short("2026-03-03") == "03.03.2026"


def test_a_text_that_is_no_date_stays_as_it_is() -> None:
    assert wording.date_in_words("когда-нибудь") == "когда-нибудь"
    assert wording.date_short("2026-13-45") == "2026-13-45"


def _filled(template: str, values: Mapping[str, object]) -> str:
    return "".join(str(piece(values)) for piece in wording._compile(template))


def test_values_are_filled_in_by_their_formats() -> None:
    template = "{n:plural:пост|поста|постов} с {day:date} ({day:day}): {names:list}; {other}"
    filled = _filled(template, {"n": 2, "day": "2026-01-05", "names": ("а", "б"), "other": "{n}"})
    assert filled == f"2{NBSP}поста с 5{NBSP}января 2026{NBSP}г. (05.01.2026): а, б; {{n}}"


def test_a_missing_text_or_value_is_a_mistake_of_ours() -> None:
    assert not wording.has("cli.no-such-text")
    with pytest.raises(KeyError):
        wording.text("cli.no-such-text")
    with pytest.raises(KeyError):
        wording.text("cli.build.done")
    with pytest.raises(ValueError, match="unknown format"):
        _filled("{n:roman}", {"n": 1})


@pytest.mark.parametrize(
    "section", ["cli", "diagnostics", "findings", "interface", "report", "sections", "terminal", "validation"]
)
def test_every_text_of_the_catalogue_compiles(section: str) -> None:
    def texts(node: object, key: str) -> list[str]:
        if isinstance(node, dict):
            return [text for name, inner in node.items() for text in texts(inner, f"{key}.{name}")]
        assert isinstance(node, str), f"{key} is not a text: quote it"
        return [node]

    class Anything(dict[str, object]):
        """Has a value for every name, of whatever kind the text asks for."""

        def __missing__(self, name: str) -> object:
            return Countable(1)

    class Countable(int):
        """A number that is also a sequence."""

        def __iter__(self) -> Iterator[str]:
            return iter(("а", "б"))

        # As the words of a city.
        act = hall = hall_short = annex = place = part = centre = ACT_IN_GENERAL

    found = texts(wording.section(section), section)
    assert found
    assert all(_filled(template, Anything()) for template in found)
