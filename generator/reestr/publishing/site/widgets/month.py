"""Makes the calendar of a month from a content plan: weeks of days, each with its planned publications."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.publishing.view import View
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin
from reestr.registry.paperwork import Plan, PlanEntry


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid; `inside` says that it belongs to the month."""

    date: datetime.date
    inside: bool
    entries: tuple[PlanEntry, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its plan: whole weeks, Monday first; `number` is the number of planned publications."""

    first: datetime.date
    weeks: tuple[tuple[Day, ...], ...]
    number: int
    prepared_on: datetime.date | None
    origin: Origin


def planned_months(view: View, organization: Organization) -> tuple[Month, ...]:
    """Return the recorded plans of the month of the view's date, and of later ones."""
    current = f"{view.as_of:%Y-%m}"
    plans = view.registry.plans.get(organization.id, ())
    return tuple(_month(plan) for plan in plans if plan.month >= current and plan.entries)


def _month(plan: Plan) -> Month:
    first = datetime.date.fromisoformat(f"{plan.month}-01")
    by_day: dict[datetime.date, list[PlanEntry]] = {}
    for entry in plan.entries:
        by_day.setdefault(entry.date, []).append(entry)
    monday = first - datetime.timedelta(days=first.weekday())
    weeks = []
    while (monday.year, monday.month) <= (first.year, first.month):
        days = (monday + datetime.timedelta(days=number) for number in range(7))
        weeks.append(tuple(Day(day, day.month == first.month, tuple(by_day.get(day, ()))) for day in days))
        monday += datetime.timedelta(days=7)
    return Month(first, tuple(weeks), len(plan.entries), plan.prepared_on, plan.origin)
