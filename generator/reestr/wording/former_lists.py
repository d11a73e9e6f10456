"""The lists of a city with the texts that the program had for them before they were data of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from reestr import wording
from reestr.registry.lists import FORMER, LISTS, CityLists, ListName, city_lists


@cache
def former_lists() -> CityLists:
    """Return the lists that every city had before, in their order; `reestr fix` writes them into the city's records."""
    texts: Mapping[str, Mapping[str, Mapping[str, str]]] = wording.section("former_lists")  # type: ignore[assignment]  # the catalogue's own shape
    named = {
        name: [replace(item, **texts[name].get(item.id, {})) for item in FORMER.of(name)]  # type: ignore[arg-type]  # texts only
        for name in LISTS
    }
    return city_lists(named, FORMER)


def with_texts(lists: CityLists) -> CityLists:
    """Return lists with the texts of before where they have none of their own; the same object if they have all."""
    return former_lists() if lists is FORMER else lists


def former_title(name: ListName, item: str) -> str:
    """Return the title that an item had before lists were data of the city, "" if there was none."""
    found = former_lists().find(name, item)
    return "" if found is None else found.title


def called(lists: CityLists, name: ListName, item: str) -> str:
    """Return an item within a sentence: «телефоны»; its id if the list does not have it."""
    found = with_texts(lists).find(name, item)
    if found is None:
        return item
    return found.called or in_a_sentence(found.title)


def in_a_sentence(title: str) -> str:
    """Return a title as it stands within a sentence: its first letter is small, unless it begins an abbreviation."""
    return title if title[1:2].isupper() or title[1:2] in ("-", "") else title[:1].lower() + title[1:]
