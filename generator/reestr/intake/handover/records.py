"""What a hand-over does to records, as data: the organization gets a new person, a notice is prepared, then sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reestr.records.editing.changing import with_item, with_value, without


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is responsible from `since` on, by which order; what is None was not told and is not written."""

    role: str
    since: datetime.date
    order_number: str
    order_date: datetime.date
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def with_new_person(organization: Mapping[str, Any], person: NewPerson) -> Any:
    """The organization's record with a new entry of `responsible`; the term of the one before ends the day before.

    An end that is on record already stays.
    """
    data: Any = organization
    persons = organization.get("responsible") or []
    if persons and "until" not in persons[-1]:
        last_day = person.since - datetime.timedelta(days=1)
        data = with_value(data, ("responsible", len(persons) - 1, "until"), last_day.isoformat())
    contact = {"email": person.email, "phone": person.phone}
    entry = {
        "role": person.role,
        "name": person.name,
        "contact": {key: value for key, value in contact.items() if value is not None} or None,
        "order": {"number": person.order_number, "date": person.order_date.isoformat()},
        "from": person.since.isoformat(),
    }
    return with_item(data, ("responsible",), {key: value for key, value in entry.items() if value is not None})


def prepared_notice(organization: str, change_on: datetime.date, to: str) -> dict[str, Any]:
    """A notice that is not sent yet: a draft, for when it will be sent nobody knows."""
    return {"organization": organization, "change_on": change_on.isoformat(), "to": to, "draft": True}


def sent_notice(
    notice: Mapping[str, Any], sent_on: datetime.date, number: str | None, letter_date: datetime.date
) -> Any:
    """The notice as it is once its letter was sent; a letter without a number is not named."""
    data = with_value(without(notice, ("draft",)) if "draft" in notice else notice, ("sent_on",), sent_on.isoformat())
    if number is None:
        return data
    return with_value(data, ("document",), {"number": number, "date": letter_date.isoformat()})
