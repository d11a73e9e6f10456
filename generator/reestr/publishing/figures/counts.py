"""How many findings have each outcome, and whom they count against: the figures of every page that gathers verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from reestr.judging.finding import Finding, Outcome

SHORTFALLS: tuple[Outcome, ...] = (Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.ADVICE)
"""The outcomes that ask somebody to do something, worst first."""

CHECKED: tuple[Outcome, ...] = (Outcome.MET, *SHORTFALLS)
"""The outcomes of what was really looked at: neither excused nor still to come."""


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
