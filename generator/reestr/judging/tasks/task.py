"""A task: one thing to do, with its last day, its requirement and the records concerned."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reestr.judging.finding import NO_VALUES, Outcome, Role
from reestr.registry.account import Account
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin

WEEK = 7
MONTH = 31
"""The number of days that "soon" and "within a month" cover, the date itself included."""


class When(StrEnum):
    """How near the last day of a task is on a date; soonest first."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done by `due_on`; None if a shortfall has no deadline.

    `key` names its text below `tasks.kinds` of the catalogue, unless the requirement has words for its `kind`; `values`
    fill the text in. `basis` is the source of the day (`tasks.basis`); `acts` are the ids of the acts that set it,
    "" for the main one. `organization` is the organization concerned, None for a task of the city alone. `about`
    separates tasks of the same requirement and organization: a week, a month, an assignment, a change; "" if there is
    only one at a time. `accounts` and `records` are what the task concerns. `outcome` is that of the verdict.
    """

    role: Role
    requirement: Requirement
    organization: Organization | None
    key: str
    due_on: datetime.date | None
    basis: str = ""
    about: str = ""
    accounts: tuple[Account, ...] = ()
    records: tuple[Origin, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: NO_VALUES)
    outcome: Outcome | None = None
    kind: str | None = None
    acts: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """Return a stable identity of the task; it does not depend on a day that may move."""
        whose = self.organization.id if self.organization is not None else "city"
        return "/".join(part for part in (self.role, whose, self.requirement.id, self.about) if part)

    def when(self, as_of: datetime.date) -> When:
        """Return how near its last day is."""
        if self.due_on is None:
            return When.UNDATED
        days = (self.due_on - as_of).days
        if days < 0:
            return When.OVERDUE
        return When.WEEK if days < WEEK else When.MONTH if days < MONTH else When.LATER


@dataclass(frozen=True, slots=True)
class Tasks:
    """Every task of a registry on a date, soonest first: the officer's, and each organization's.

    Closed organizations have none.
    """

    officer: tuple[Task, ...]
    by_organization: Mapping[str, tuple[Task, ...]]
