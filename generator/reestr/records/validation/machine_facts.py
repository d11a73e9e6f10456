"""Checks what the program writes into records: counts of weeks with the numbers of their posts, and incidents.

An edit by hand can damage these fields: then a verdict would rest on a count that no archived answer supports.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.loading.organization_records import is_hand_counted
from reestr.records.reader import Document
from reestr.records.validation import field_messages
from reestr.records.validation.formats import is_date, is_week
from reestr.registry.calendar import week_end
from reestr.registry.lists import UNKNOWN

_CODE = "machine-mismatch"

_NO_FORMATS = frozenset(schemas.key_order("activity", ("weeks", schemas.ANY, "machine"), UNKNOWN))
"""The formats of publications, `gospabliki` included."""


def check_weeks(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the counts of a year: a person's count names its source, a count of the program agrees with its posts."""
    weeks = document.data.get("weeks")
    for week, counts in weeks.items() if isinstance(weeks, dict) else ():
        if not isinstance(counts, dict):
            continue
        if "source" not in document.data and "source" not in counts and is_hand_counted(counts):
            path = ("weeks", week)
            yield make("count-without-source", document.locate(path, key=True), path=pointer(path), week=week)
        machine = counts.get("machine")
        if isinstance(machine, dict):
            yield from _check_machine_count(document, week, machine)


def _check_machine_count(document: Document, week: str, machine: Mapping[str, Any]) -> Iterator[Diagnostic]:
    posts = machine.get("posts")
    if isinstance(posts, list):
        path = ("weeks", week, "machine", "posts")
        number = sum(count for name, count in machine.items() if name not in _NO_FORMATS and isinstance(count, int))
        if len(posts) != number:
            yield make(_CODE, document.locate(path), path=pointer(path), week=week, counted=number, named=len(posts))
        elif posts != sorted(posts):
            yield make(_CODE, document.locate(path), path=pointer(path), variant="order", week=week)
    day = machine.get("on")
    if isinstance(day, str) and is_date(day) and is_week(week):
        end = week_end(week)
        if datetime.date.fromisoformat(day) <= end:
            path = ("weeks", week, "machine", "on")
            yield make(
                _CODE,
                document.locate(path),
                path=pointer(path),
                variant="early",
                week=week,
                day=day,
                end=end.isoformat(),
            )


def check_incidents(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that an address which leads to another page does not name the number of the account itself."""
    own = document.data.get("numeric_id")
    for name, field in (("control_lost", "numeric_id"), ("previous_urls", "taken_by")):
        items = document.data.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if own is not None and isinstance(item, dict) and item.get(field) == own:
                path: FieldPath = (name, index, field)
                said = field_messages.called(kind, path)
                yield make(
                    _CODE, document.locate(path), path=pointer(path), variant="own-number", field=said, number=own
                )
