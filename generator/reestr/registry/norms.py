"""Norms that hold from a day, until a day, in some networks or for some categories; which of them holds in a case.

A norm for a category goes before a norm for a network, and either before a norm for all: the more exactly a norm says
whom it binds, the stronger it is. Where two equally exact norms of different acts differ, the act that the parameter
names in `judged_by` decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reestr.registry.errors import ReestrError

_DAY = datetime.timedelta(days=1)


class NoNormError(ReestrError):
    """No norm of a parameter holds in the case asked for."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both included; None: without a first or without a last day."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def covers(self, day: datetime.date) -> bool:
        """Return whether a day lies in the period."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def has_days(self) -> bool:
        """Return whether it has a day: one upside down has none."""
        return self.since is None or self.until is None or self.since <= self.until

    def meets(self, other: Period) -> bool:
        """Return whether the two periods have a day in common."""
        return not (
            (self.until is not None and other.since is not None and self.until < other.since)
            or (other.until is not None and self.since is not None and other.until < self.since)
        )

    def within(self, other: Period) -> Period:
        """Return the days that both periods have; upside down (`since` after `until`) if there are none."""
        since = max((day for day in (self.since, other.since) if day is not None), default=None)
        until = min((day for day in (self.until, other.until) if day is not None), default=None)
        return Period(since, until)

    @property
    def changes(self) -> tuple[datetime.date, ...]:
        """Return the days on which it begins to hold, and on which it no longer holds."""
        if not self.has_days:
            return ()
        ends = () if self.until is None or self.until == datetime.date.max else (self.until + _DAY,)
        begins = () if self.since is None or self.since == datetime.date.min else (self.since,)
        return (*begins, *ends)


ALWAYS = Period()
NEVER = Period(datetime.date.max, datetime.date.min)


@dataclass(frozen=True, slots=True)
class Case:
    """What a norm is asked for: a day, and the network and the category of the account or organization, if any."""

    day: datetime.date
    network: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """A value of a parameter: when it holds, the clause that says so, and the networks and categories that it binds.

    Empty `networks` or `categories`: all of them. `explanation` is "" where that of the parameter is enough.
    """

    value: object
    period: Period = ALWAYS
    clause: str = ""
    networks: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def exactness(self) -> tuple[bool, bool]:
        """Return how exactly it says whom it binds; the greater one goes before the smaller one."""
        return bool(self.categories), bool(self.networks)

    def binds(self, case: Case) -> bool:
        """Return whether it holds in a case."""
        return (
            self.period.covers(case.day)
            and (not self.networks or case.network in self.networks)
            and (not self.categories or case.category in self.categories)
        )


def act_of(clause: str) -> str:
    """Return the id of the act of a clause: "reg-12#5" -> "reg-12"; "" for a clause of the city's main act."""
    return clause.rpartition("#")[0]


def binding_norm(norms: Iterable[Norm], case: Case, judged_by: str = "") -> Norm | None:
    """Return the norm that decides in a case, None if none binds. `judged_by` is the act that decides between equally
    exact ones; of one act, the first decides.
    """
    found = [norm for norm in norms if norm.binds(case)]
    if not found:
        return None
    exactness = max(norm.exactness for norm in found)
    best = [norm for norm in found if norm.exactness == exactness]
    return next((norm for norm in best if act_of(norm.clause) == judged_by), best[0])


def editions(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Return the consecutive periods in which nothing changes, oldest first, that together hold all days of `periods`.

    Days that lie in none of the periods are in none of the editions.
    """
    starts = sorted({day for period in periods for day in period.changes})
    cuts: list[datetime.date | None] = [None, *starts]
    found = []
    for index, since in enumerate(cuts):
        until = starts[index] - _DAY if index < len(starts) else None
        piece = Period(since, until)
        day = since or datetime.date.min
        if any(period.covers(day) for period in periods):
            found.append(piece)
    return tuple(found)
