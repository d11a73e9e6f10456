"""Days, ISO weeks and working days: the arithmetic of terms, without a clock."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from functools import cache

YEARS = range(1900, 2100)
"""The years that dates of records have (`common.schema.json`): far enough from both ends for every term to fit in."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z")


def registry_day(text: str) -> datetime.date | None:
    """The day that `YYYY-MM-DD` names, None for any other text and for a day outside of the years of the records."""
    # `fromisoformat` alone takes `20260105` and `2026-W10` too.
    if _DAY.match(text) is None:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


@cache
def week_monday(week: str) -> datetime.date:
    """The Monday of an ISO 8601 week (`2026-W01`). Raises ValueError for a week that does not exist (`2025-W53`)."""
    found = _WEEK.match(week)
    if found is None:
        raise ValueError(f"{week!r} is not a week")
    return datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)


@cache
def week_of(day: datetime.date) -> str:
    """The ISO week a day belongs to."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


@cache
def week_end(week: str) -> datetime.date:
    """The Sunday of an ISO week."""
    return week_monday(week) + datetime.timedelta(days=6)


@cache
def last_full_weeks(day: datetime.date, count: int) -> tuple[str, ...]:
    """The last `count` weeks that are over when `day` begins, oldest first."""
    monday = day - datetime.timedelta(days=day.weekday())
    return tuple(week_of(monday - datetime.timedelta(weeks=back)) for back in range(count, 0, -1))


@cache
def first_full_week(opened_on: datetime.date) -> str:
    """The first week that is whole after a day: the one judged first (clause 2.2 as read by this registry)."""
    monday = opened_on - datetime.timedelta(days=opened_on.weekday())
    return week_of(monday if monday == opened_on else monday + datetime.timedelta(weeks=1))


def add_working_days(day: datetime.date, days: int, non_working: Collection[datetime.date]) -> datetime.date:
    """The last day of a term of `days` working days that begins the day after `day` (Civil Code, article 191)."""
    while days > 0:
        day += datetime.timedelta(days=1)
        if day.weekday() < 5 and day not in non_working:
            days -= 1
    return day


@cache
def month_of(day: datetime.date) -> str:
    """The month a day lies in: `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


@cache
def first_day(month: str) -> datetime.date:
    """The first day of a month (`2026-11`). Raises ValueError for what is no month."""
    return datetime.date.fromisoformat(f"{month}-01")


@cache
def last_day(month: str) -> datetime.date:
    """The last day of a month (`2026-11`). Raises ValueError for what is no month."""
    return first_day(month_after(month)) - datetime.timedelta(days=1)


@cache
def month_after(month: str) -> str:
    """The month after another: `2027-01` for `2026-12`. Raises ValueError for what is no month."""
    return month_of(first_day(month) + datetime.timedelta(days=31))
