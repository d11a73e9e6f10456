"""How much a requirement can ask by its force: what is not mandatory is never breached, whatever rule judges it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reestr.judging.finding import Outcome, Verdict
from reestr.registry.city import Requirement


def bounded_outcome(outcome: Outcome, requirement: Requirement) -> Outcome:
    """The outcome as far as the requirement's force goes: a breach only of what is mandatory, else an advice."""
    if outcome is Outcome.BREACH and not requirement.is_mandatory:
        return Outcome.ADVICE
    return outcome


def bounded_outcomes(outcomes: Iterable[Outcome], requirement: Requirement) -> frozenset[Outcome]:
    """Every outcome that is left of these by the requirement's force."""
    return frozenset(bounded_outcome(outcome, requirement) for outcome in outcomes)


def bounded(verdict: Verdict, requirement: Requirement) -> Verdict:
    """The verdict as far as the requirement's force goes; reason, evidence, term and deadlines stay as they are."""
    outcome = bounded_outcome(verdict.outcome, requirement)
    # `past` marks a breach: an advice is none.
    return verdict if outcome is verdict.outcome else replace(verdict, outcome=outcome, past=False)
