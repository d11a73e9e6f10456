"""Counts of findings by outcome, for every page that summarizes verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from reestr.judging.finding import Finding, Outcome
from reestr.registry.registry import Registry

SHORTFALLS: tuple[Outcome, ...] = (Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE)
"""The outcomes that require action, worst first."""

_TELLING: tuple[Outcome, ...] = (Outcome.MET, *SHORTFALLS)
_CHECKED: tuple[Outcome, ...] = (Outcome.MET, Outcome.BREACH, Outcome.ADVICE)


def by_outcome(findings: Iterable[Finding]) -> Mapping[Outcome, int]:
    """Return the number of findings of each outcome; every outcome is a key."""
    counts = Counter([finding.verdict.outcome for finding in findings])
    return {outcome: counts[outcome] for outcome in Outcome}


def shortfalls(counts: Mapping[Outcome, int]) -> int:
    """Return the number of counted findings that require action."""
    return sum(counts[outcome] for outcome in SHORTFALLS)


def telling(counts: Mapping[Outcome, int]) -> int:
    """Return the number of counted findings about something that is due, unconfirmed ones included: neither exempt nor
    not yet due.
    """
    return sum(counts[outcome] for outcome in _TELLING)


def checked(counts: Mapping[Outcome, int]) -> int:
    """Return the number of counted findings that rest on known data: met, breached or advised. Unconfirmed findings
    were not checked.
    """
    return sum(counts[outcome] for outcome in _CHECKED)


def of_mandatory(registry: Registry, findings: Iterable[Finding]) -> Mapping[Outcome, int]:
    """Return the number of findings of each outcome, of mandatory requirements only."""
    return by_outcome(item for item in findings if registry.requirements[item.requirement].is_mandatory)


def by_duty(registry: Registry, findings: Iterable[Finding]) -> tuple[Mapping[Outcome, int], Mapping[Outcome, int]]:
    """Return the numbers of findings of each outcome: first of the organization's own duties, then of the duties of
    others.
    """
    duties = registry.duties_of_organizations
    own: list[Finding] = []
    others: list[Finding] = []
    for item in findings:
        (own if item.requirement in duties else others).append(item)
    return by_outcome(own), by_outcome(others)
