"""The overall outcome of each organization: the worst outcome of its own duties."""

from __future__ import annotations

from collections.abc import Mapping

from reestr.judging.finding import RANK, Outcome
from reestr.judging.run import Assessment
from reestr.registry.registry import Registry


def worst_own_outcomes(registry: Registry, assessment: Assessment) -> Mapping[str, Outcome]:
    """Return the worst outcome of each organization's own duties; not-applicable if it has none.

    Duties of city hall are left out: they never count against an organization.
    """
    own = registry.duties_of_organizations
    lowest = dict.fromkeys(registry.organizations, RANK[Outcome.NOT_APPLICABLE])
    for (organization, requirement), outcome in assessment.cells.items():
        if requirement in own and RANK[outcome] < lowest[organization]:
            lowest[organization] = RANK[outcome]
    outcomes = tuple(Outcome)
    return {organization: outcomes[rank] for organization, rank in lowest.items()}
