"""Limits a verdict by the force of its requirement: only a mandatory requirement can be breached, whatever the rule."""

from __future__ import annotations

from dataclasses import replace

from reestr.judging.finding import Outcome, Verdict
from reestr.registry.city import Requirement


def bounded_outcome(outcome: Outcome, requirement: Requirement) -> Outcome:
    """Return the outcome; an advice instead of a breach if the requirement is not mandatory."""
    if outcome is Outcome.BREACH and not requirement.is_mandatory:
        return Outcome.ADVICE
    return outcome


def bounded(verdict: Verdict, requirement: Requirement) -> Verdict:
    """Return the verdict with its outcome limited by the force of the requirement.

    Reason, evidence, term and deadlines stay the same.
    """
    outcome = bounded_outcome(verdict.outcome, requirement)
    # Only a breach can be `past`.
    return verdict if outcome is verdict.outcome else replace(verdict, outcome=outcome, past=False)
