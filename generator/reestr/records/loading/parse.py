"""Values of schema-valid records turned into the model's types; a missing fact becomes None or an empty tuple."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from reestr.registry.city import Appointment, Contact, Note

Data = Mapping[str, Any]
EMPTY: Data = {}


@cache
def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def optional_date(data: Data, key: str) -> datetime.date | None:
    """The date under a key, None where the record has none."""
    text = data.get(key)
    return None if text is None else _day(text)


def date(data: Data, key: str) -> datetime.date:
    """The date under a key the schema requires."""
    return _day(data[key])


def texts(data: Data, key: str) -> tuple[str, ...]:
    """A list of texts, empty where the record has none."""
    return tuple(data.get(key) or ())


def contact(data: Data | None) -> Contact:
    """Contacts, of a person (`phone`) or of an organization (`phones`); nothing given gives an empty contact."""
    data = data or EMPTY
    phone = data.get("phone")
    return Contact(email=data.get("email"), phones=(phone,) if phone else texts(data, "phones"))


def appointment(data: Data | None) -> Appointment | None:
    """A document with number and date (an order, a letter, an act)."""
    if data is None:
        return None
    return Appointment(
        document=data.get("document"),
        number=data.get("number"),
        date=optional_date(data, "date"),
        clause=data.get("clause"),
    )


def notes(items: Sequence[Data] | None) -> tuple[Note, ...]:
    """Remarks on a record or a clause."""
    return tuple(Note(text=item["text"], kind=item.get("kind", ""), see=texts(item, "see")) for item in items or ())
