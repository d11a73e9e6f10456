"""What a requirement can come to: what its rule says, what its force leaves of that, and what no rule is asked for."""

from __future__ import annotations

from reestr.judging.catalogue import rule_of
from reestr.judging.finding import Outcome
from reestr.judging.force import bounded_outcome
from reestr.judging.rule import CityRule, OrganizationRule
from reestr.registry.city import Requirement


def possible_outcomes(requirement: Requirement) -> frozenset[Outcome]:
    """Every outcome that the findings of a requirement can have."""
    rule = rule_of(requirement)
    outcomes = frozenset(bounded_outcome(outcome, requirement) for outcome in rule.outcomes)
    if requirement.in_force or requirement.varies:
        outcomes |= {Outcome.NOT_APPLICABLE}
    if isinstance(rule, CityRule):
        return outcomes
    if isinstance(rule, OrganizationRule) and rule.of_exempt:
        return outcomes | {Outcome.NOT_APPLICABLE}
    return outcomes | {Outcome.NOT_APPLICABLE, Outcome.EXEMPT}
