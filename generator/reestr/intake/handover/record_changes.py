"""The record data of a hand-over: a new person in the organization, a prepared notice, a sent notice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reestr.records.editing.changing import with_item, with_value, without


@dataclass(frozen=True, slots=True)
class NewPerson:
    """The new responsible person: first day, order, contacts. Facts that are None are unknown and are not written."""

    role: str
    since: datetime.date
    order_number: str
    order_date: datetime.date
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def with_new_person(organization: Mapping[str, Any], person: NewPerson) -> Any:
    """Return the organization's record with a new entry of `responsible`; the previous term ends the day before.

    An end that is already on record stays.
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
    """Return a notice that is not sent yet: a draft, since the day of sending is unknown."""
    return {"organization": organization, "change_on": change_on.isoformat(), "to": to, "draft": True}


def sent_notice(
    notice: Mapping[str, Any], sent_on: datetime.date, number: str | None, letter_date: datetime.date
) -> Any:
    """Return the notice after its letter was sent; a letter without a number is left out."""
    data = with_value(without(notice, ("draft",)) if "draft" in notice else notice, ("sent_on",), sent_on.isoformat())
    if number is None:
        return data
    return with_value(data, ("document",), {"number": number, "date": letter_date.isoformat()})
