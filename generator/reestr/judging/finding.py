"""What a rule says of a subject: an outcome, its reason and evidence, until when it holds, what is due and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reestr.registry.origin import Evidence

NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Outcome(StrEnum):
    """The seven outcomes, worst first: the order in which verdicts are shown and gathered."""

    BREACH = "breach"
    UNCONFIRMED = "unconfirmed"
    ADVICE = "advice"
    NOT_DUE = "not-due"
    MET = "met"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not-applicable"


RANK: Mapping[Outcome, int] = MappingProxyType({outcome: rank for rank, outcome in enumerate(Outcome)})


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes; not-applicable where there is none."""
    return min(outcomes, key=RANK.__getitem__, default=Outcome.NOT_APPLICABLE)


class Role(StrEnum):
    """Who has to do something: the officer of city hall, or the organization."""

    OFFICER = "officer"
    ORGANIZATION = "organization"


AGAIN = "again"
FIRST = "first"
"""Kinds of deadlines that any rule may set: to renew evidence before it expires, to do something within the grace."""

ASSIGNMENT = "assignment"
AGREEMENT = "agreement"
"""Bases of deadlines that no parameter sets: the assignment names its day, an agreement ends on one."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that must be done by `due_on`, the day included; in the past, it is overdue.

    `kind` says what is to be done: AGAIN, FIRST, a word of the rule's own, or "" where the rule asks for one kind of
    thing. The rule's name and the kind are the key of the words (`tasks.kinds`), which `values` fill in. `basis` says
    where the day comes from: a parameter of the requirement by its name, ASSIGNMENT, AGREEMENT, or "" for nothing worth
    telling.

    `about` tells the thing from others that the same rule asks of the same organization (a week, a month, an
    assignment, a change); equal ones of several accounts are one task. `evidence` is where it is written down, () for
    the verdict's own evidence. `role` is who has to do it, None for whoever the requirement obliges. `covered_by` names
    the rule that asks for the same thing: where the registry has a requirement of that rule, this is no second task.
    """

    due_on: datetime.date
    kind: str
    basis: str
    about: str = ""
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: NO_VALUES)
    role: Role | None = None
    covered_by: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule returns. `reason` is a key of the catalogue below `findings.<rule>.` (or `findings.common.` when it
    starts with "common."), `values` fill it in.

    Up to `holds_until`, the day included, the rule returns an equal verdict unless a record changes; None: for ever. No
    more is said of the day after: mostly the verdict is another one then.

    `deadlines` are what must be done to keep the verdict or to mend it. `past` marks a breach that nothing can mend.
    """

    outcome: Outcome
    reason: str
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: NO_VALUES)
    holds_until: datetime.date | None = None
    deadlines: tuple[Deadline, ...] = ()
    past: bool = False

    @property
    def due_on(self) -> datetime.date | None:
        """The first day by which something must be done, None where nothing must or no day is set for it."""
        return min((deadline.due_on for deadline in self.deadlines), default=None)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a finding is about: kind "city", "organization" or "account", with its id ("" for the city)."""

    kind: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on one subject for one requirement; `organization` is the organization concerned, None for the city.

    `check` names the rule that judged: its texts word the reason, whatever the requirement's file is called.
    """

    requirement: str
    check: str
    clause: str
    subject: Subject
    organization: str | None
    verdict: Verdict = field(repr=False)

    @property
    def outcome(self) -> Outcome:
        """The verdict's outcome."""
        return self.verdict.outcome
