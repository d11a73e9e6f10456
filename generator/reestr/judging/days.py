"""Days of facts seen from the day of judging: whether a fact was known by then, and when the next one will be."""

from __future__ import annotations

import datetime

_DAY = datetime.timedelta(days=1)


def known_by(as_of: datetime.date, day: datetime.date | None) -> datetime.date | None:
    """The day of a fact if it lies on or before `as_of`, else None: what came later was not known then, so that past
    days can be judged again with the same result."""
    return day if day is not None and day <= as_of else None


def before_next(as_of: datetime.date, *days: datetime.date | None) -> datetime.date | None:
    """The day before the first of the days after `as_of`, None where there is none: until then none of them begins."""
    first = None
    for day in days:
        if day is not None and day > as_of and (first is None or day < first):
            first = day
    return None if first is None else first - _DAY


def earliest(*days: datetime.date | None) -> datetime.date | None:
    """The first of the days, None where none is known."""
    first = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first
