"""Counts of findings by outcome, for every page that summarizes verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from reestr.judging.finding import Finding, Outcome

SHORTFALLS: tuple[Outcome, ...] = (Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE)
"""The outcomes that require action, worst first."""

CHECKED: tuple[Outcome, ...] = (Outcome.MET, *SHORTFALLS)
"""The outcomes of subjects that were actually judged: neither exempt nor not yet due."""


def by_outcome(findings: Iterable[Finding]) -> Mapping[Outcome, int]:
    """Return the number of findings of each outcome; every outcome is a key."""
    counts = Counter(finding.verdict.outcome for finding in findings)
    return {outcome: counts[outcome] for outcome in Outcome}


def shortfalls(counts: Mapping[Outcome, int]) -> int:
    """Return the number of counted findings that require action."""
    return sum(counts[outcome] for outcome in SHORTFALLS)


def checked(counts: Mapping[Outcome, int]) -> int:
    """Return the number of counted findings that were actually judged."""
    return sum(counts[outcome] for outcome in CHECKED)
