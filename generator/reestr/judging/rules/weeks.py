"""Weekly counts of publications: which weeks of an account are judged, and their counts (clause 2.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache

from reestr.judging.rule import Context
from reestr.registry.account import Account, WeekCount
from reestr.registry.calendar import first_full_week, last_full_weeks, week_end, week_monday
from reestr.registry.origin import Evidence


def judged_weeks(as_of: datetime.date, account: Account, count: int) -> tuple[str, ...]:
    """Return the last `count` weeks that are over, oldest first, without weeks before the page's first full week and
    those in which the page was for a day closed, out of its organization's control, or another organization's.
    """
    weeks = last_full_weeks(as_of, count)
    if account.opened_on is not None:
        first = first_full_week(account.opened_on)
        # ISO weeks compare as texts. Most pages are older than all judged weeks.
        if weeks and first > weeks[0]:
            weeks = tuple(week for week in weeks if week >= first)
    if account.control_lost or account.previous_owners or account.pauses:
        weeks = tuple(week for week in weeks if _is_answered_for(account, week, as_of))
    return weeks


def _is_answered_for(account: Account, week: str, as_of: datetime.date) -> bool:
    """Return whether the owner on the date of judging had and controlled the page on each day of a week."""
    owner, monday = account.owner_on(as_of), week_monday(week)
    days = [monday + datetime.timedelta(days=number) for number in range(7)]
    return all(account.owner_on(day) == owner and account.is_trusted(day) for day in days)


def counts(
    context: Context, account: Account, weeks: tuple[str, ...]
) -> Iterator[tuple[str, WeekCount | None, Evidence]]:
    """Yield each week with its count (None = not counted, which is not zero) and the place where the count stands or
    is missing.
    """
    years = {str(record.year): record for record in context.registry.activity.get(account.id, ())}
    for week in weeks:
        record = years.get(week[:4])
        if record is None:
            yield week, None, account.at()
            continue
        count = record.weeks.get(week)
        yield week, count, Evidence(record.origin, "" if count is None else f"/weeks/{week}")


@cache
def week_text(week: str) -> str:
    """Return a week as the records name it, with its first and last day: `2026-W47 (16.11–22.11)`."""
    monday, sunday = week_monday(week), week_end(week)
    return f"{week} ({monday:%d.%m}–{sunday:%d.%m})"
