"""How much a requirement can ask by its force: what is not mandatory is never breached, whatever rule judges it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reestr.judging.finding import Outcome, Verdict
from reestr.registry.city import Requirement


def bounded_outcome(outcome: Outcome, requirement: Requirement) -> Outcome:
    """Return the outcome bounded by the requirement's force: a breach only of what is mandatory, else an advice."""
    if outcome is Outcome.BREACH and not requirement.is_mandatory:
        return Outcome.ADVICE
    return outcome


def bounded_outcomes(outcomes: Iterable[Outcome], requirement: Requirement) -> frozenset[Outcome]:
    """Return the outcomes that these become by the requirement's force."""
    return frozenset(bounded_outcome(outcome, requirement) for outcome in outcomes)


def bounded(verdict: Verdict, requirement: Requirement) -> Verdict:
    """Return the verdict bounded by the requirement's force; reason, evidence, term and deadlines stay the same."""
    outcome = bounded_outcome(verdict.outcome, requirement)
    # `past` marks a breach: an advice is none.
    return verdict if outcome is verdict.outcome else replace(verdict, outcome=outcome, past=False)
