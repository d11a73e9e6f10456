"""Words the values of a record's fields by its schema, for readers who do not know YAML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from reestr import wording
from reestr.records.schemas.fields import Field, field
from reestr.registry.lists import CityLists
from reestr.registry.words import IN_GENERAL, CityWords
from reestr.wording.general_words import in_city_words


def in_words(of: Field, value: Any, words: CityWords = IN_GENERAL) -> str:
    """Return a value in words: labels for enumerated values, yes and no, dates in figures, parts of a group with
    titles, all in the words of the city.

    Keys that the schema does not know are left out.
    """
    if isinstance(value, bool):
        return _yes_or_no(value)
    if isinstance(value, str):
        return (
            _day(value)
            if of.form == "date"
            else in_city_words(of.labels[value], words)
            if value in of.labels
            else value
        )
    if isinstance(value, Mapping):
        if of.form == "map" and of.item is not None:
            return "; ".join(f"{key}: {in_words(of.item, item, words)}" for key, item in value.items())
        parts = [
            f"{in_city_words(part.title, words)} — {in_words(part, value[part.name], words)}"
            for part in of.fields
            if part.name in value
        ]
        return ", ".join(parts) or wording.text("papers.values.empty")
    if isinstance(value, list):
        item = of.item or of
        between = "; " if item.fields else ", "
        return between.join(in_words(item, one, words) for one in value) or wording.text("papers.values.empty")
    return str(value)


@cache
def _yes_or_no(value: bool) -> str:
    return wording.text("papers.values.true" if value else "papers.values.false")


# A city's records have few different days.
_day = lru_cache(1 << 12)(wording.date_short)


@lru_cache(1 << 10)
def full_title(kind: str, pointer: str, lists: CityLists | None = None) -> str:
    """Return the title of the field at a pointer, preceded by the titles of its groups."""
    steps = pointer.split("/")[1:]
    ways = ("/" + "/".join(steps[: place + 1]) for place in range(len(steps)) if steps[place] != "*")
    return ": ".join(field(kind, way, lists).title for way in ways)
