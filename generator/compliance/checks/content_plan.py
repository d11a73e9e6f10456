"""content-plan (clause 1.6.1): the accounts are kept by a content plan; there is one for the current month.

Met: `plans/school-1/2026-11.yaml` has entries. Not due: it is missing in the first days of the month.
Breach: plans of earlier months were handed in, this month's was not. Unconfirmed: no plan of any month is on record,
so that nobody knows whether the organization plans. Advice: the plan was made later than those first days, which are
the registry's setting.
"""

from __future__ import annotations

from generator.compliance.check import Context, OrganizationCheck, Parameters
from generator.model.finding import Outcome, Verdict
from generator.model.organization import Organization
from generator.model.origin import Evidence

OUTCOMES = frozenset(
    (
        Outcome.MET,
        Outcome.BREACH,
        Outcome.UNCONFIRMED,
        Outcome.ADVICE,
        Outcome.NOT_DUE,
        Outcome.NOT_APPLICABLE,
    )
)
PARAMETERS: Parameters = {"grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the content plan of the month of the date of judging."""
    as_of = context.as_of
    if not context.registry.active_accounts(organization.id, as_of):
        return Verdict(Outcome.NOT_APPLICABLE, "common.no-account", (organization.at(),))
    month = f"{as_of:%Y-%m}"
    plans = [
        plan
        for plan in context.registry.plans.get(organization.id, ())
        if plan.entries and (plan.prepared_on is None or plan.prepared_on <= as_of)
    ]
    grace = context.requirement.number("grace_days")
    last = as_of.replace(day=1)
    plan = next((plan for plan in plans if plan.month == month), None)
    if plan is not None:
        values: dict[str, object] = {"number": len(plan.entries)}
        prepared = plan.prepared_on
        if prepared is not None and (prepared - last).days >= grace:
            evidence = (Evidence(plan.origin, "/prepared_on"),)
            return Verdict(Outcome.ADVICE, "late", evidence, {**values, "on": prepared.isoformat(), "days": grace})
        return Verdict(Outcome.MET, "met", (Evidence(plan.origin, "/entries"),), values)
    if as_of.day <= grace:
        return Verdict(Outcome.NOT_DUE, "grace", (organization.at(),), {"days": grace})
    earlier = [plan for plan in plans if plan.month < month]
    if not earlier:
        return Verdict(Outcome.UNCONFIRMED, "never", (organization.at(),))
    return Verdict(Outcome.BREACH, "missing", (Evidence(max(earlier, key=lambda plan: plan.month).origin),))


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS)
