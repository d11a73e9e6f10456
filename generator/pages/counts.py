"""How many findings have each outcome, and whom they count against: the figures of every page that gathers verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.model.city import Requirement
from generator.model.finding import Finding, Outcome

SHORTFALLS: tuple[Outcome, ...] = (Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE)
"""The outcomes that ask somebody to do something, worst first."""

CHECKED: tuple[Outcome, ...] = (Outcome.MET, *SHORTFALLS)
"""The outcomes of what was really looked at: neither excused nor still to come."""

_OF_ORGANIZATION = frozenset({"organization", "organization-head", "organization-responsible"})


def is_organizations_duty(requirement: Requirement) -> bool:
    """Whether an organization has to answer for a requirement: it, its head or its responsible person is obliged.

    What only city hall, its officer or the regional centre owes never counts against an organization, though the
    verdict is about it.
    """
    return not _OF_ORGANIZATION.isdisjoint(requirement.obliged)


def by_outcome(findings: Iterable[Finding]) -> Mapping[Outcome, int]:
    """The number of findings of each outcome; every outcome is named."""
    counts = Counter(finding.verdict.outcome for finding in findings)
    return {outcome: counts[outcome] for outcome in Outcome}


def shortfalls(counts: Mapping[Outcome, int]) -> int:
    """How many of the counted findings ask somebody to do something."""
    return sum(counts[outcome] for outcome in SHORTFALLS)


def checked(counts: Mapping[Outcome, int]) -> int:
    """How many of the counted findings say something of what was looked at."""
    return sum(counts[outcome] for outcome in CHECKED)
