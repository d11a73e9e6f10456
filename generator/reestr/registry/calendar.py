"""Arithmetic of days, ISO weeks and working days. Reads no clock."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from functools import cache

YEARS = range(1900, 2100)
"""The years that dates of records may have (`common.schema.json`); the range leaves room for every term."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z")


def registry_day(text: str) -> datetime.date | None:
    """Return the day that `YYYY-MM-DD` names; None for any other text and for a year that records may not have."""
    # `fromisoformat` by itself also accepts `20260105` and `2026-W10`.
    if _DAY.match(text) is None:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


@cache
def week_monday(week: str) -> datetime.date:
    """Return the Monday of an ISO 8601 week (`2026-W01`).

    Raises ValueError for a week that does not exist (`2025-W53`).
    """
    found = _WEEK.match(week)
    if found is None:
        raise ValueError(f"{week!r} is not a week")
    return datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)


@cache
def week_of(day: datetime.date) -> str:
    """Return the ISO week that contains a day (`2026-W01`)."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


@cache
def week_end(week: str) -> datetime.date:
    """Return the Sunday of an ISO week (`2026-W01`)."""
    return week_monday(week) + datetime.timedelta(days=6)


@cache
def last_full_weeks(day: datetime.date, count: int) -> tuple[str, ...]:
    """Return the last `count` weeks that ended before `day`, oldest first."""
    monday = day - datetime.timedelta(days=day.weekday())
    return tuple(week_of(monday - datetime.timedelta(weeks=back)) for back in range(count, 0, -1))


@cache
def first_full_week(opened_on: datetime.date) -> str:
    """Return the first full week after a day: the first week that is judged (clause 2.2 as this registry reads it)."""
    monday = opened_on - datetime.timedelta(days=opened_on.weekday())
    return week_of(monday if monday == opened_on else monday + datetime.timedelta(weeks=1))


def add_working_days(day: datetime.date, days: int, non_working: Collection[datetime.date]) -> datetime.date:
    """Return the last day of a term of `days` working days; the term begins the day after `day` (Civil Code, article
    191).
    """
    while days > 0:
        day += datetime.timedelta(days=1)
        if day.weekday() < 5 and day not in non_working:
            days -= 1
    return day


@cache
def month_of(day: datetime.date) -> str:
    """Return the month of a day: `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


@cache
def first_day(month: str) -> datetime.date:
    """Return the first day of a month (`2026-11`). Raises ValueError for a text that is no month."""
    return datetime.date.fromisoformat(f"{month}-01")


@cache
def last_day(month: str) -> datetime.date:
    """Return the last day of a month (`2026-11`). Raises ValueError for a text that is no month."""
    return first_day(month_after(month)) - datetime.timedelta(days=1)


@cache
def month_after(month: str) -> str:
    """Return the next month: `2027-01` for `2026-12`. Raises ValueError for a text that is no month."""
    return month_of(first_day(month) + datetime.timedelta(days=31))


@cache
def last_day_of_period(day: datetime.date, months: int) -> datetime.date:
    """Return the last day of a day's period of the calendar year; `months` is 1, 3 (quarter), 6 or 12."""
    last_month = (day.month - 1) // months * months + months
    return last_day(f"{day.year:04d}-{last_month:02d}")
