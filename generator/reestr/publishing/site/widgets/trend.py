"""Computes the last twelve months from dates in the present records; undated facts are not estimated."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from reestr.publishing.figures.shares import percent
from reestr.publishing.site.widgets.heatmap import WeeklyNorm
from reestr.publishing.view import View
from reestr.registry import calendar
from reestr.registry.organization import Organization

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a whole on one day or in one month; a whole of zero has no share."""

    day: datetime.date
    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Return the share in whole per cent for drawing, None without a whole. `figures.shares` words the share."""
        return percent(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Trend:
    """The monthly shares of two figures.

    `present`: of the organizations obliged on a day, those with an account in every required network. `active`: of the
    counted weeks of a month, those that meet the norm. `undated` is the number of accounts with an unknown opening
    date, which count as always open.
    """

    present: tuple[Share, ...]
    active: tuple[Share, ...]
    undated: int


def trend(view: View, norm: WeeklyNorm | None) -> Trend:
    """Return the twelve months that end with the view's date; linear in records and counted weeks."""
    days = month_ends(view.as_of)
    accounts = view.registry.accounts.values()
    return Trend(
        tuple(_present(view, day) for day in days),
        _active(view, days, norm) if norm is not None else (),
        sum(account.opened_on is None for account in accounts),
    )


def month_ends(as_of: datetime.date) -> tuple[datetime.date, ...]:
    """Return the last days of the eleven months before that of `as_of`, oldest first, then `as_of` itself."""
    days = [as_of]
    while len(days) < MONTHS:
        days.append(days[-1].replace(day=1) - datetime.timedelta(days=1))
    return tuple(reversed(days))


def _present(view: View, day: datetime.date) -> Share:
    registry = view.registry
    part = whole = 0
    for organization in registry.organizations.values():
        if not _existed(organization, day):
            continue
        owed = [
            network.id
            for network in registry.required_networks(day, organization)
            if not organization.exemptions or organization.exemption(network.id, day) is None
        ]
        if not owed:
            continue
        whole += 1
        inside = {account.network for account in registry.active_accounts(organization.id, day)}
        part += inside.issuperset(owed)
    return Share(day, part, whole)


def _existed(organization: Organization, day: datetime.date) -> bool:
    """Return whether an organization existed on the day; an unknown beginning counts as begun."""
    return (organization.since is None or organization.since <= day) and not organization.is_closed(day)


def _active(view: View, days: Sequence[datetime.date], norm: WeeklyNorm) -> tuple[Share, ...]:
    """Return the shares of active weeks; a week belongs to the month in which it ends."""
    place = {f"{day:%Y-%m}": index for index, day in enumerate(days)}
    first, last = days[0].replace(day=1), days[-1]
    weeks: dict[str, int] = {}
    for week in calendar.last_full_weeks(last, 54):
        end = calendar.week_end(week)
        if first <= end:
            weeks[week] = place[f"{end:%Y-%m}"]
    part, whole = [0] * len(days), [0] * len(days)
    for account in view.registry.accounts.values():
        opened, closed = account.opened_on, account.closed_on
        own = norm.of(view.registry, account)
        begin = "" if opened is None else calendar.first_full_week(opened)
        end_week = "9999" if closed is None else calendar.week_of(closed)
        for year in view.registry.activity.get(account.id, ()):
            for week in {**year.weeks, **year.machine} if year.machine else year.weeks:
                index = weeks.get(week)
                # The first and the last week of a page's life are not full weeks.
                if index is not None and begin <= week < end_week:
                    number = own.number(year, week, last)
                    due = own.of_week(week) if number is not None else None
                    if number is not None and due is not None:
                        whole[index] += 1
                        part[index] += number >= due
    return tuple(Share(day, part[index], whole[index]) for index, day in enumerate(days))
