"""Quotes the values at the places that verdicts rest on, as far as an edition may show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reestr import wording
from reestr.records import reader, schemas
from reestr.records.json_pointer import steps_of
from reestr.records.redaction import Edition, for_edition
from reestr.registry.lists import CityLists
from reestr.registry.origin import Evidence, Origin
from reestr.wording.plain_text import cut

EvidencePlace = tuple[str, str]
"""A record's file and a JSON pointer into it."""

_LONGEST = 200


def quoted(
    places: Iterable[Evidence], content: Callable[[str], bytes], edition: Edition, lists: CityLists | None = None
) -> Mapping[EvidencePlace, str]:
    """Return the value at each place in words. Values that the edition may not show, or with many parts, are left out.

    `content` returns the bytes of a record's file by the name in its origin. Each file is read once.
    """
    records: dict[Origin, Mapping[str, Any] | None] = {}
    found: dict[EvidencePlace, str] = {}
    for place in places:
        origin, path = place.origin, place.path
        # If the record as a whole is the evidence, because it lacks a fact, there is nothing to quote.
        if not path or (origin.file, path) in found:
            continue
        if origin not in records:
            document, _ = reader.read(content(origin.file), origin.file)
            records[origin] = None if document is None else for_edition(origin.kind, document.data, edition, lists)
        record = records[origin]
        if record is not None:
            said = _said(origin.kind, path, _value_at(record, path), lists)
            if said is not None:
                found[origin.file, path] = said
    return found


def _value_at(record: Mapping[str, Any], path: str) -> Any:
    """Return the value at a JSON pointer (RFC 6901), None if there is none."""
    value: Any = record
    for key in steps_of(path):
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list):
            value = value[int(key)] if key.isdecimal() and int(key) < len(value) else None
        else:
            return None
    return value


def _said(kind: str, path: str, value: Any, lists: CityLists | None) -> str | None:
    """Return a plain value, or a few of them, in words; None for a larger value."""
    if value is None:
        return wording.text("papers.values.none")
    if isinstance(value, Mapping):
        if not all(_is_plain(item) for item in value.values()):
            return None
        if not value:
            return wording.text("papers.values.empty")
        pairs = (
            f"{_title(kind, f'{path}/{key}', lists)} — {_plain(kind, path, item, lists)}" for key, item in value.items()
        )
        return cut(", ".join(pairs), _LONGEST)
    if isinstance(value, list):
        if not all(_is_plain(item) for item in value):
            return None
        items = ", ".join(_plain(kind, path, item, lists) for item in value)
        return cut(items, _LONGEST) or wording.text("papers.values.empty")
    return cut(_plain(kind, path, value, lists), _LONGEST)


def _title(kind: str, path: str, lists: CityLists | None) -> str:
    return schemas.title(kind, steps_of(path), lists)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (Mapping, list))


def _plain(kind: str, path: str, value: Any, lists: CityLists | None) -> str:
    if isinstance(value, bool):
        return wording.text("papers.values.true" if value else "papers.values.false")
    text = str(value)
    try:
        return schemas.label(kind, path, text, lists)
    except KeyError:
        return wording.date_short(text)
