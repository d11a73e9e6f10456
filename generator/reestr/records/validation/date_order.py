"""Checks the dates within one record: their order, the terms of persons and owners, and days in the future."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Related, Severity, make
from reestr.records.json_pointer import FieldPath, pointer, steps_of
from reestr.records.kinds import KINDS
from reestr.records.reader import Document
from reestr.records.validation import field_messages
from reestr.records.validation.formats import is_date, is_week
from reestr.records.validation.withholding import is_private
from reestr.registry.calendar import week_of

# The days of facts that have happened when they are recorded. A term, a plan, an exemption or a closing may lie ahead.
_HAPPENED = frozenset(
    (
        "attested_on", "checked_on", "confirmed_on", "connected_on", "counted_on", "done_on", "found_on", "gone_on",
        "issued_on", "members_on", "not_done_on", "on", "opened_on", "reviewed_on", "seen_on", "sent_on", "since",
        "taken_since",
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


_EACH = "*"


def check_dates(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the order of a record's dates (ISO dates compare as texts). Equal days are in order."""
    data = document.data
    for earlier, later in _order(kind):
        if earlier[0] not in data or later[0] not in data:
            continue
        for index in range(_length(document.data, later)):
            first, second = _filled(earlier, index), _filled(later, index)
            before, after = _value(document.data, first), _value(document.data, second)
            if before is not None and after is not None and before > after:
                yield _out_of_order(kind, document, first, second)


def check_terms(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the terms of responsible persons: oldest first, one at a time; a hand-over day may belong to both terms."""
    persons = document.data.get("responsible")
    terms: list[Any] = persons if isinstance(persons, list) else []
    for index in range(1, len(terms)):
        start, earlier = terms[index].get("from"), terms[index - 1]
        if start is None:
            continue
        if earlier.get("from") is not None and start < earlier["from"]:
            yield _terms(document, index, "order", earlier["from"])
        elif earlier.get("until") is not None and start < earlier["until"]:
            yield _terms(document, index, "", earlier["until"])


def check_owners(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the former owners of a page.

    Their terms must end in the order of the list, and the next owner must always be another organization.
    """
    owners = document.data.get("previous_owners")
    former: list[Any] = owners if isinstance(owners, list) else []
    for index, item in enumerate(former):
        if index and item["until"] <= former[index - 1]["until"]:
            yield _owner(document, index, "until", "", item)
        following = former[index + 1]["organization"] if index + 1 < len(former) else document.data.get("organization")
        if item["organization"] == following:
            yield _owner(document, index, "organization", "same", item)


def check_periods(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the pauses and the losses of control of an account: each ends before the next one begins.

    An entry of a person and one of the program may overlap, because each of them ends only entries of its own.
    """
    for name, begin in (("pauses", "from"), ("control_lost", "since")):
        items = document.data.get(name)
        periods: list[Any] = items if isinstance(items, list) else []
        before: dict[str | None, Any] = {}
        for index, period in enumerate(periods):
            finder = period.get("found_by")
            earlier, before[finder] = before.get(finder), period
            if earlier is None:
                continue
            last = earlier.get("until")
            if last is None or period[begin] <= last:
                path = (name, index, begin)
                yield make(
                    "overlapping-periods",
                    document.locate(path),
                    path=pointer(path),
                    field=field_messages.called(kind, path),
                    day=period[begin],
                )


def _owner(document: Document, index: int, name: str, variant: str, item: Mapping[str, str]) -> Diagnostic:
    path = ("previous_owners", index, name)
    return make(
        "owners-out-of-order",
        document.locate(path),
        path=pointer(path),
        variant=variant,
        organization=item["organization"],
        day=item["until"],
    )


def _terms(document: Document, index: int, variant: str, other: str) -> Diagnostic:
    path = ("responsible", index, "from")
    related = Related(
        wording.text("diagnostics.overlapping-terms.related"), document.locate(("responsible", index - 1))
    )
    return make(
        "overlapping-terms",
        document.locate(path),
        path=pointer(path),
        related=(related,),
        variant=variant,
        day=_value(document.data, path),
        other=other,
    )


def _out_of_order(kind: str, document: Document, first: FieldPath, second: FieldPath) -> Diagnostic:
    private = is_private(kind, document.data, second) or is_private(kind, document.data, first)
    return make(
        "dates-out-of-order",
        document.locate(second),
        path=pointer(second),
        related=(Related(wording.text("diagnostics.dates-out-of-order.related"), document.locate(first)),),
        variant="private" if private else "",
        private=private,
        field=field_messages.called(kind, second),
        other=field_messages.called(kind, first),
        day=_value(document.data, second),
        other_day=_value(document.data, first),
    )


@cache
def _order(kind: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((tuple(steps_of(first)), tuple(steps_of(second))) for first, second in KINDS[kind].dates)


def _length(data: Any, path: tuple[str, ...]) -> int:
    """Return the number of items of the list in a path, 1 for a path without a list."""
    if _EACH not in path:
        return 1
    items = data.get(path[0])
    return len(items) if isinstance(items, list) else 0


def _filled(path: tuple[str, ...], index: int) -> FieldPath:
    return tuple(index if part == _EACH else part for part in path)


def _value(data: Any, path: FieldPath) -> str | None:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
        else:
            return None
    return data if isinstance(data, str) else None
