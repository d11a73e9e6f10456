"""The breaches of the past: which there were at the end of a week, and since when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reestr.history.timeline.model import Timeline, WeekState
from reestr.judging.finding import Outcome
from reestr.registry import calendar

BreachKey = tuple[str, str]
"""A requirement and an organization that breaches it, "" for the city itself."""


@dataclass(frozen=True, slots=True)
class BreachSince:
    """When a breach began: on a day between `first` and `last`, both included.

    They are equal if a commit made the breach; `first` is None if the breach is as old as the known past.
    """

    first: datetime.date | None
    last: datetime.date


def open_breaches(weeks: Iterable[WeekState]) -> dict[BreachKey, int]:
    """Return the breaches at the end of the last of these weeks, each with the place of the week in which it began."""
    found: dict[BreachKey, int] = {}
    for place, week in enumerate(weeks):
        for breach in week.mended:
            found.pop(breach, None)
        for breach in week.broken:
            found[breach] = place
    return found


def breaches_then(timeline: Timeline, sunday: datetime.date, ids: Mapping[str, str]) -> frozenset[BreachKey] | None:
    """Return the breaches at the end of a week; None if the past does not reach back so far, or was unreadable then.

    `ids` are the present ids of organizations by their earlier ones.
    """
    weeks = [week for week in timeline.weeks if calendar.week_end(week.week) <= sunday]
    if not weeks or weeks[-1].counts is None or calendar.week_end(weeks[-1].week) != sunday:
        return None
    return frozenset((name, ids.get(whose, whose)) for name, whose in open_breaches(weeks))


def breaches_since(
    timeline: Timeline, now: Iterable[BreachKey], as_of: datetime.date, ids: Mapping[str, str]
) -> dict[BreachKey, BreachSince]:
    """Return since when there are the breaches of a day, as far as the timeline tells; {} without weeks or commits.

    `ids` are as above. A breach that a commit made began on the commit's day; one that came with time, within the week
    in which it was first seen.
    """
    if not timeline.commits:
        return {}
    began = {(name, ids.get(whose, whose)): place for (name, whose), place in open_breaches(timeline.weeks).items()}
    made: dict[BreachKey, datetime.date] = {}
    for commit in timeline.commits:
        for turn in commit.verdicts:
            if turn.after is Outcome.BREACH:
                made[turn.requirement, ids.get(turn.organization, turn.organization)] = commit.commit.day
    found = {}
    for breach in now:
        place = began.get(breach)
        last = as_of if place is None else calendar.week_end(timeline.weeks[place].week)
        first = _day_after(timeline, len(timeline.weeks) if place is None else place)
        day = made.get(breach)
        if day is not None and day <= last and (first is None or first <= day):
            first = last = day
        found[breach] = BreachSince(first, last)
    return found


def _day_after(timeline: Timeline, place: int) -> datetime.date | None:
    """Return the first day after the last readable week before a place; None if there is none."""
    for week in reversed(timeline.weeks[:place]):
        if week.counts is not None:
            return calendar.week_end(week.week) + datetime.timedelta(days=1)
    return None
