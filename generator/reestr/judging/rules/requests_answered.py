"""requests-answered (clause 1.6.4): the information that the officer asked for was given by its date.

Met: the organization's `result` in an assignment of kind `information-request` has `done_on` no later than `due_on`
and a document or an address. Breach: `result: {not_done_on: …}` after `due_on`, or the result is later.
Unconfirmed: `due_on` is past and there is no result, or a result that names neither a document nor an address.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule
from reestr.judging.rules.assignments import assigned_items, judge_assigned
from reestr.registry.organization import Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the answers of an organization to the officer's requests."""
    assignments = context.registry.assignments_by_organization.get(organization.id, ())
    return judge_assigned(context, assigned_items(assignments, "information-request"), organization.at())


RULE = OrganizationRule(judge, OUTCOMES)
