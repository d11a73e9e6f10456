"""A task: one thing somebody has to do, by which day, by which requirement, about which records."""

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
"""How many days ahead "soon" and "within a month" reach, the day itself included."""


class When(StrEnum):
    """How near the last day of a task is, seen from a date; soonest first."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done by `due_on`; None where a shortfall has no day by which it must be mended.

    `key` names its words below `tasks.kinds` of the catalogue, `values` fill them in; `basis` says where the day comes
    from (`tasks.basis`). `organization` is the organization concerned, None for what concerns the city alone.
    `about` tells it from other tasks of the same requirement and organization: a week, a month, an assignment, a
    change; "" where there is one at a time. `accounts` and `records` are what it is about. `outcome` is the verdict.
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

    @property
    def identity(self) -> str:
        """What the task is called for as long as it is the same task: it never depends on a day that may move."""
        whose = self.organization.id if self.organization is not None else "city"
        return "/".join(part for part in (self.role, whose, self.requirement.id, self.about) if part)

    def when(self, as_of: datetime.date) -> When:
        """How near its last day is."""
        if self.due_on is None:
            return When.UNDATED
        days = (self.due_on - as_of).days
        if days < 0:
            return When.OVERDUE
        return When.WEEK if days < WEEK else When.MONTH if days < MONTH else When.LATER


@dataclass(frozen=True, slots=True)
class Tasks:
    """Every task of a registry on a date, soonest first: what the officer has to do, and what each organization has.

    Closed organizations have none.
    """

    officer: tuple[Task, ...]
    by_organization: Mapping[str, tuple[Task, ...]]
