"""content-plan (clause 1.6.1): the accounts are kept by a content plan; there is one for the current month.

Met: `plans/school-1/2026-11.yaml` has entries. Not due: it is missing in the first days of the month.
Breach: its record says `absent_on: 2026-11-10`: somebody looked after those first days, and there was no plan.
Unconfirmed: no record of this month's plan; it may exist. Advice: the plan was made later than those first days, which
are the registry's setting.
"""

from __future__ import annotations

from reestr.judging.check import Context, OrganizationCheck, Parameters, without_page
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.plan_days import plan_days
from reestr.judging.rules.terms import known_by
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

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
        return without_page(context, organization)
    month = f"{as_of:%Y-%m}"
    on_record = context.registry.plans.get(organization.id, ())
    plans = [plan for plan in on_record if plan.entries and (plan.prepared_on is None or plan.prepared_on <= as_of)]
    grace = context.requirement.number("grace_days")
    first = as_of.replace(day=1)
    plan = next((plan for plan in plans if plan.month == month), None)
    if plan is not None:
        values: dict[str, object] = {"number": len(plan.entries)}
        prepared = plan.prepared_on
        if prepared is not None and (prepared - first).days >= grace:
            evidence = (Evidence(plan.origin, "/prepared_on"),)
            return Verdict(Outcome.ADVICE, "late", evidence, {**values, "on": prepared.isoformat(), "days": grace})
        return Verdict(Outcome.MET, "met", (Evidence(plan.origin, "/entries"),), values)
    if as_of.day <= grace:
        return Verdict(Outcome.NOT_DUE, "grace", (organization.at(),), {"days": grace})
    for record in on_record:
        looked = known_by(as_of, record.absent_on) if record.month == month else None
        # A look within the first days proves nothing: the plan was not due yet.
        if looked is not None and (looked - first).days >= grace:
            return Verdict(
                Outcome.BREACH, "absent", (Evidence(record.origin, "/absent_on"),), {"on": looked.isoformat()}
            )
    earlier = [plan for plan in plans if plan.month < month]
    if not earlier:
        return Verdict(Outcome.UNCONFIRMED, "never", (organization.at(),))
    known = max(earlier, key=lambda plan: plan.month)
    values = {"month": f"{known.month[5:]}.{known.month[:4]}"}
    return Verdict(Outcome.UNCONFIRMED, "missing", (Evidence(known.origin),), values)


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS, days=plan_days)
