"""requests-answered (clause 1.6.4): the information that the officer asked for was given by its date.

Met: the organization's `result` in an assignment of kind `information-request` has `done_on` no later than `due_on`
and a document or an address. Breach: `result: {not_done_on: …}` after `due_on`, or the result is later.
Unconfirmed: `due_on` is past and there is no result, or a result that names neither a document nor an address.
"""

from __future__ import annotations

from reestr.judging.check import Context, Days, OrganizationCheck
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.addressees import days_of, tasks_of
from reestr.judging.rules.assignments import judge_tasks
from reestr.registry.organization import Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the answers of an organization to the officer's requests."""
    assignments = context.registry.assignments_by_organization.get(organization.id, ())
    return judge_tasks(context, tasks_of(assignments, "information-request"), organization.at())


def _days(context: Context, organization: Organization) -> Days:
    return days_of(context.registry.assignments_by_organization.get(organization.id, ()))


CHECK = OrganizationCheck(judge, OUTCOMES, days=_days)
