"""Helpers for dates of facts relative to the date of judging: known by then, or still to come."""

from __future__ import annotations

import datetime

_DAY = datetime.timedelta(days=1)


def known_by(as_of: datetime.date, day: datetime.date | None) -> datetime.date | None:
    """Return the day of a fact if it is not later than `as_of`, else None.

    Later facts were not known then, so judging a past date again gives the same result.
    """
    return day if day is not None and day <= as_of else None


def before_next(as_of: datetime.date, *days: datetime.date | None) -> datetime.date | None:
    """Return the day before the earliest of the days after `as_of`; None if no day is later than `as_of`."""
    first = None
    for day in days:
        if day is not None and day > as_of and (first is None or day < first):
            first = day
    return None if first is None else first - _DAY


def earliest(*days: datetime.date | None) -> datetime.date | None:
    """Return the earliest of the days, None if none is known."""
    first = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first
