"""Decides which walls are read tonight, and how far back, so that each week is counted before its term ends."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reestr.registry.account import Pause
from reestr.registry.calendar import last_full_weeks, week_end, week_monday, week_of


@dataclass(frozen=True, slots=True)
class CountTerms:
    """How weeks are counted: `grace_days` after its end a week is frozen; `weeks_back` full weeks are counted the first
    time.
    """

    grace_days: int
    weeks_back: int


@dataclass(frozen=True, slots=True)
class WallToRead:
    """A page whose wall waits to be read: when it was last read (None: never, as far as is known), and the weeks that
    are over and have no count by machine yet.
    """

    account: str
    last_read: datetime.date | None
    uncounted: tuple[str, ...]


def weeks_to_count(
    day: datetime.date,
    terms: CountTerms,
    counted: Collection[str],
    opened_on: datetime.date | None,
    pauses: Sequence[Pause] = (),
) -> tuple[str, ...]:
    """Return the weeks that are over and are counted on a day, the earliest first.

    Within its term of counting a week is counted whenever the wall is read, later only if it was not counted before.
    Weeks before the page was opened, and those through which it was closed, are not counted.
    """
    within = -(-terms.grace_days // 7) + 1
    return tuple(
        week
        for week in last_full_weeks(day, max(terms.weeks_back, within))
        if (opened_on is None or week_end(week) >= opened_on)
        and not any(pause.since <= week_monday(week) and week_end(week) <= pause.until for pause in pauses)
        and (is_open(week, day, terms.grace_days) or week not in counted)
    )


def is_open(week: str, day: datetime.date, grace_days: int) -> bool:
    """Return whether a day lies within a week's term of counting: after its end, up to the last day of the term."""
    end = week_end(week)
    return end < day <= end + datetime.timedelta(days=grace_days)


def reading_order(walls: Iterable[WallToRead], day: datetime.date, grace_days: int) -> tuple[WallToRead, ...]:
    """Return the walls in the order of reading: while the quota lasts, from the first one on.

    First come those with an uncounted week whose term is not over, the term that ends first at the front; then those
    that were read longest ago. The order depends only on what was known before this night, so that a run that was
    stopped goes on in the same order.
    """
    return tuple(sorted(walls, key=lambda wall: _urgency(wall, day, grace_days)))


def _urgency(wall: WallToRead, day: datetime.date, grace_days: int) -> tuple[str, datetime.date, str]:
    open_weeks = [week for week in wall.uncounted if is_open(week, day, grace_days)]
    # Weeks compare as texts; a page without an uncounted week comes after all others.
    return min(open_weeks, default="9"), wall.last_read or datetime.date.min, wall.account


def first_moment_week(day: datetime.date, weeks: Iterable[str]) -> str:
    """Return the week back to which a wall is read: the first one to be counted, else the running one."""
    return min((*weeks, week_of(day)))
