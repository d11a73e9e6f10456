"""Verdicts and findings: an outcome with its reason, evidence, last valid day and deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reestr.registry.origin import Evidence
from reestr.registry.rule_calls import RuleCall, check_of

NO_VALUES: Mapping[str, object] = MappingProxyType({})
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Outcome(StrEnum):
    """The seven outcomes, worst first. Verdicts are sorted and combined in this order."""

    BREACH = "breach"
    UNCONFIRMED = "unconfirmed"
    ADVICE = "advice"
    NOT_DUE = "not-due"
    MET = "met"
    EXEMPT = "exempt"
    NOT_APPLICABLE = "not-applicable"


RANK: Mapping[Outcome, int] = MappingProxyType({outcome: rank for rank, outcome in enumerate(Outcome)})


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of several outcomes; not-applicable if there are none."""
    return min(outcomes, key=RANK.__getitem__, default=Outcome.NOT_APPLICABLE)


class Role(StrEnum):
    """The party that has to act: the officer of city hall, or the organization."""

    OFFICER = "officer"
    ORGANIZATION = "organization"


AGAIN = "again"
FIRST = "first"
"""Kinds of deadlines that any rule may set: AGAIN renews evidence before it expires, FIRST is due within the grace
period.
"""

ASSIGNMENT = "assignment"
AGREEMENT = "agreement"
"""Sources of deadlines other than a parameter: the assignment names its day, or an agreement ends on a day."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that must be done by `due_on`, that day included. A deadline in the past is overdue.

    `kind` says what must be done: AGAIN, FIRST, a kind of the rule's own, or "" if the rule has only one kind. The
    rule's name, its variant and the kind form the key of the text (`tasks.kinds`), which `values` fill in. `basis` is
    the source of the day: the name of a parameter of the requirement, ASSIGNMENT, AGREEMENT, or "" if no source is
    shown.

    `about` separates deadlines of the same rule and organization (a week, a month, an assignment, a change); equal ones
    of several accounts form one task. `evidence` is where the result is to be recorded, () for the verdict's own
    evidence. `role` is the party that has to act, None for the party that the requirement obliges. `covered_by` names a
    rule that asks for the same thing: if the registry has a requirement of that rule, no second task is made.
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
    """The result of a rule.

    `reason` is the key of a text of the rule (or of `findings.common` if it starts with "common."), which `values` fill
    in.

    Up to `holds_until`, that day included, the rule returns an equal verdict unless a record changes; None means
    without end. On the day after, the verdict usually differs, but need not.

    `deadlines` are the actions that keep or repair the verdict. `past` marks a breach that no action can repair.
    `clears_on` is the first day on which such a breach is no longer judged; None if no day is known.
    """

    outcome: Outcome
    reason: str
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: NO_VALUES)
    holds_until: datetime.date | None = None
    deadlines: tuple[Deadline, ...] = ()
    past: bool = False
    clears_on: datetime.date | None = None

    @property
    def due_on(self) -> datetime.date | None:
        """Return the first day by which something must be done; None if nothing must be done or no day is set."""
        return min((deadline.due_on for deadline in self.deadlines), default=None)


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a finding: kind "city", "organization" or "account", with its id ("" for the city)."""

    kind: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on one subject for one requirement. `organization` is the organization concerned, None for the city.

    `rule` is the rule that judged, with its arguments. The reason's text is the rule's, unless `reasons`, those of the
    requirement, have one of its key.
    """

    requirement: str
    rule: RuleCall
    clause: str
    subject: Subject
    organization: str | None
    verdict: Verdict = field(repr=False)
    reasons: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS, repr=False)

    @property
    def check(self) -> str:
        """Return the name by which the open data call the rule (see `check_of`)."""
        return check_of(self.rule)

    @property
    def outcome(self) -> Outcome:
        """Return the verdict's outcome."""
        return self.verdict.outcome
