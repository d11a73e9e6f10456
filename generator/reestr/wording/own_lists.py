"""Writes the lists that all cities had before as those of one city, in its words (`reestr fix`, `upgrade`, `init`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reestr import wording
from reestr.registry.lists import LISTS, ListItem, ListName
from reestr.registry.words import CityWords
from reestr.wording.former_lists import former_lists, in_a_sentence
from reestr.wording.general_words import in_city_words

_ROLES: Mapping[ListName, str] = {"grounds": "proof", "assignments": "to"}


def lists_section(words: CityWords) -> dict[str, Any]:
    """Return the section `lists` of `registry.yaml` with the lists of before, in the words of a city."""
    return {name: [_fields(name, item, words) for item in former_lists().of(name)] for name in LISTS}


def in_words_of(section: Mapping[str, Iterable[Mapping[str, Any]]], words: CityWords) -> dict[str, Any]:
    """Return the section of another city with what it calls by its own words called by those of this one."""
    own = {name: {item["id"]: item for item in items} for name, items in lists_section(words).items()}
    return {
        name: [{**item, **_called(own.get(name, {}).get(item["id"], {}))} for item in items]
        for name, items in section.items()
    }


def _called(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts of an item that name the city hall, the act or the regional centre."""
    return {key: item[key] for key in ("title", "called", "about") if key in item and item["id"] in _OF_THE_CITY}


_OF_THE_CITY = frozenset(("annex", "agreement", "city_hall_site", "city-hall", "regional-centre", "centre-request"))


def _fields(name: ListName, item: ListItem, words: CityWords) -> dict[str, Any]:
    title = in_city_words(item.title, words)
    fields: dict[str, Any] = {"id": item.id, "title": title}
    if name in _ROLES:
        fields[_ROLES[name]] = item.role
    if name in ("facts", "formats"):
        key = f"findings.facts.{item.id}"
        called = wording.text(key, words=words) if wording.has(key) else in_a_sentence(title)
        if called != in_a_sentence(title):
            fields["called"] = called
    if item.about:
        fields["about"] = in_city_words(item.about, words)
    if item.role == "with-site":
        fields["with_site"] = True
    if item.public:
        fields["public"] = True
    if item.sent:
        fields["sent"] = True
    return fields
