"""Warns of future days and weeks in facts that have already happened, such as observations: probably typing errors."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Severity, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages
from reestr.records.validation.formats import is_date, is_week
from reestr.records.validation.privacy import is_private
from reestr.registry.calendar import week_of

# Facts that have happened by the time they are written down. A term, a plan, an exemption or a closing may lie ahead.
_HAPPENED = frozenset(
    (
        "attested_on", "checked_on", "confirmed_on", "connected_on", "done_on", "found_on", "gone_on", "issued_on",
        "not_done_on", "on", "opened_on", "reviewed_on", "seen_on", "sent_on", "since",
    )
)  # fmt: skip
_KINDS = frozenset(("organization", "account", "activity", "assignment", "notice", "fake"))


def check(kind: str, document: Document, today: datetime.date) -> Iterator[Diagnostic]:
    """Yield a warning for each day and each week that begins after today. No verdict depends on these warnings."""
    if kind in _KINDS:
        for path, text, is_key in _ahead(kind, document.data, today):
            private = is_private(kind, document.data, path)
            yield make(
                "date-ahead",
                document.locate(path, key=is_key),
                path=pointer(path),
                severity=Severity.WARNING,
                variant="week" if is_key else "",
                private=private,
                field=field_messages.called(kind, path),
                given=field_messages.given(text, private),
            )


def farthest_today(now: datetime.datetime) -> datetime.date:
    """Return the latest date in any time zone at a moment: later days are in the future everywhere."""
    return (now.astimezone(datetime.UTC) + datetime.timedelta(hours=14)).date()


def _ahead(kind: str, data: Mapping[str, Any], today: datetime.date) -> Iterator[tuple[FieldPath, str, bool]]:
    last_day, last_week = today.isoformat(), week_of(today)
    for path, value in schemas.values_at(_happened(kind), data):
        if isinstance(value, str) and value > last_day and is_date(value):
            yield path, value, False
    weeks = data.get("weeks") if kind == "activity" else None
    for name in weeks if isinstance(weeks, dict) else ():
        if name > last_week and is_week(name):
            yield ("weeks", name), name, True


@cache
def _happened(kind: str) -> schemas.FieldTree:
    return schemas.field_tree(kind, lambda field: field.form == "date" and field.name in _HAPPENED)
