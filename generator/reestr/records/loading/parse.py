"""Converts values of schema-valid records to the registry's types; a missing fact becomes None or an empty tuple."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from reestr.registry.city import Appointment, Contact, Note
from reestr.registry.origin import ArchivedAnswers

Data = Mapping[str, Any]
EMPTY: Data = {}


@cache
def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def optional_date(data: Data, key: str) -> datetime.date | None:
    """Return the date under a key, None if the record has none."""
    text = data.get(key)
    return None if text is None else _day(text)


def optional_hour(data: Data, key: str) -> datetime.time | None:
    """Return the hour under a key, None if there is none."""
    text = data.get(key)
    return None if text is None else datetime.time.fromisoformat(text)


def date(data: Data, key: str) -> datetime.date:
    """Return the date under a key that the schema requires."""
    return _day(data[key])


def texts(data: Data, key: str) -> tuple[str, ...]:
    """Return a list of texts, empty if the record has none."""
    return tuple(data.get(key) or ())


def contact(data: Data | None) -> Contact:
    """Return the contact of a person (`phone`) or an organization (`phones`); empty if the record has none."""
    data = data or EMPTY
    phone = data.get("phone")
    return Contact(email=data.get("email"), phones=(phone,) if phone else texts(data, "phones"))


def appointment(data: Data | None) -> Appointment | None:
    """Return a document with number and date (an order, a letter, an act)."""
    if data is None:
        return None
    return Appointment(
        document=data.get("document"),
        number=data.get("number"),
        date=optional_date(data, "date"),
        clause=data.get("clause"),
    )


def notes(items: Sequence[Data] | None) -> tuple[Note, ...]:
    """Return the remarks on a record or a clause."""
    return tuple(Note(text=item["text"], kind=item.get("kind", ""), see=texts(item, "see")) for item in items or ())


def answers(data: Data) -> ArchivedAnswers:
    """Return the archived answers that a fact seen by the program rests on; the schema requires them."""
    return ArchivedAnswers(data["file"], texts(data, "sha256"))


def optional_answers(data: Data) -> ArchivedAnswers | None:
    """Return the archived answers of a fact, None if it names no file: then a person recorded it."""
    return answers(data) if "file" in data else None
