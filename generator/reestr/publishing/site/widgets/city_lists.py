"""The lists of the city in words: what its records may name, with what the program does with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reestr.records import schemas
from reestr.records.schemas import Field
from reestr.registry.lists import LISTS
from reestr.registry.registry import Registry
from reestr.registry.words import CityWords
from reestr.wording.former_lists import with_texts


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a list: its title, the name that records use, and what else is recorded of it, in words."""

    id: str
    title: str
    said: tuple[str, ...]


def listed(registry: Registry) -> tuple[tuple[str, tuple[ShownItem, ...]], ...]:
    """Return the title and the items of each list; a city without lists has those of before."""
    section: dict[str, Sequence[dict[str, Any]]] = registry.city.origin.fields.get("lists", {})
    known = with_texts(registry.city.lists)
    found = []
    for name in LISTS:
        group = schemas.field("registry", f"/lists/{name}")
        of_before = [{"id": item.id, "title": item.title, "about": item.about} for item in known.of(name)]
        items = section.get(name) or of_before
        found.append((group.title, tuple(_item(group, item, registry.words) for item in items)))
    return tuple(found)


def _item(group: Field, data: dict[str, Any], words: CityWords) -> ShownItem:
    return ShownItem(data["id"], data["title"], tuple(_said(group, data, words)))


def _said(group: Field, data: dict[str, Any], words: CityWords) -> Iterator[str]:
    for field in group.inside:
        value = data.get(field.name)
        if field.name in ("id", "title", "words") or not value:
            continue
        text = schemas.in_words(field, value, words)
        yield text if field.name == "about" else f"{field.title[:1].lower()}{field.title[1:]} — {text}"
