"""What the compliance matrix compares: its columns, and whether organizations differ in any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reestr.judging.finding import Outcome
from reestr.publishing.view import View
from reestr.registry.city import Requirement


def matrix_columns(view: View) -> Sequence[Requirement]:
    """Return the judged requirements for organizations and accounts; duties of others stand last: they do not count in
    an organization's total.
    """
    judged = (item for item in view.registry.requirements.values() if item.check and item.subject != "city")
    return sorted(judged, key=lambda requirement: not requirement.is_organizations_duty)


def outcomes_in_common(view: View, columns: Sequence[Requirement]) -> Mapping[Outcome, Sequence[Requirement]]:
    """Return the requirements by the outcome that all organizations have in common; empty where any differ, or where
    there is no second organization: a matrix whose columns are each of one colour compares nothing.
    """
    found: dict[Outcome, list[Requirement]] = {}
    for requirement in columns:
        outcomes = {finding.outcome for finding in view.assessment.by_requirement.get(requirement.id, ())}
        if len(outcomes) != 1 or len(view.registry.organizations) < 2:
            return {}
        found.setdefault(outcomes.pop(), []).append(requirement)
    return found
