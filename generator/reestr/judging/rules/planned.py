"""planned: the accounts are kept by a content plan; there is one for the current month.

Met: `plans/school-1/2026-11.yaml` has entries. Not due: it is missing in the first days of the month. Breach: its
record says `absent_on: 2026-11-10`, a day after those first days on which there was no plan. Unconfirmed: there is no
record for this month, but a plan may exist. Advice: the plan was made after those first days, whose number is the
registry's setting.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

from reestr.judging.finding import Deadline, Outcome, Verdict
from reestr.judging.rule import (
    Context,
    OrganizationRule,
    Parameters,
    RuleFamily,
    before_next,
    earliest,
    known_by,
    without_page,
)
from reestr.registry.calendar import first_day, last_day, month_after, month_of
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

_OUTCOMES = frozenset(
    (
        Outcome.MET,
        Outcome.BREACH,
        Outcome.UNCONFIRMED,
        Outcome.ADVICE,
        Outcome.NOT_DUE,
        Outcome.NOT_APPLICABLE,
    )
)
_PARAMETERS: Parameters = {"grace_days": int}


_TO_PLAN = frozenset((Outcome.NOT_DUE, Outcome.BREACH, Outcome.UNCONFIRMED))
_GRACE = "grace_days"


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the content plan of the month of the date of judging.

    Deadlines: this month's plan while there is none, and the next month's plan, which may be made in its first days.
    """
    if not context.standing(organization).accounts:
        return without_page(context, organization)
    outcome, reason, evidence, values = _judge(context, organization)
    as_of = context.as_of
    on_record = context.registry.plans.get(organization.id, ())
    begins = before_next(as_of, *[day for plan in on_record for day in (plan.prepared_on, plan.absent_on)])
    month = month_of(as_of)
    grace = _to_plan(month, context.number(_GRACE)).due_on if reason == "grace" else None
    holds_until = earliest(begins, grace, last_day(month))
    months = [month] if outcome in _TO_PLAN else []
    following = month_after(month)
    if not any(plan.month == following and plan.entries for plan in on_record):
        months.append(following)
    deadlines = tuple([_deadline(context, organization, month) for month in months])
    return Verdict(outcome, reason, evidence, values, holds_until, deadlines)


def _deadline(context: Context, organization: Organization, month: str) -> Deadline:
    deadline = _to_plan(month, context.number(_GRACE))
    plans = context.registry.plans.get(organization.id)
    if not plans:
        return deadline
    on_record = tuple(Evidence(plan.origin) for plan in plans if plan.month == month)
    return replace(deadline, evidence=on_record or (organization.at(),))


@cache
def _to_plan(month: str, grace: int) -> Deadline:
    due_on = first_day(month) + datetime.timedelta(days=max(grace, 1) - 1)
    return Deadline(due_on, "", _GRACE, month, values={"month": month})


def _judge(
    context: Context, organization: Organization
) -> tuple[Outcome, str, tuple[Evidence, ...], dict[str, object]]:
    as_of = context.as_of
    month, first = month_of(as_of), as_of.replace(day=1)
    on_record = context.registry.plans.get(organization.id, ())
    plans = [plan for plan in on_record if plan.entries and (plan.prepared_on is None or plan.prepared_on <= as_of)]
    grace = context.number(_GRACE)
    plan = next((plan for plan in plans if plan.month == month), None)
    if plan is not None:
        values: dict[str, object] = {"number": len(plan.entries)}
        prepared = plan.prepared_on
        if prepared is not None and (prepared - first).days >= grace:
            values.update(on=prepared.isoformat(), days=grace)
            return Outcome.ADVICE, "late", (Evidence(plan.origin, "/prepared_on"),), values
        return Outcome.MET, "met", (Evidence(plan.origin, "/entries"),), values
    if as_of.day <= grace:
        return Outcome.NOT_DUE, "grace", (organization.at(),), {"days": grace}
    for record in on_record:
        looked = known_by(as_of, record.absent_on) if record.month == month else None
        # A look within the first days proves nothing: the plan was not due yet.
        if looked is not None and (looked - first).days >= grace:
            return Outcome.BREACH, "absent", (Evidence(record.origin, "/absent_on"),), {"on": looked.isoformat()}
    earlier = [plan for plan in plans if plan.month < month]
    if not earlier:
        return Outcome.UNCONFIRMED, "never", (organization.at(),), {}
    known = max(earlier, key=lambda plan: plan.month)
    values = {"month": f"{known.month[5:]}.{known.month[:4]}"}
    return Outcome.UNCONFIRMED, "missing", (Evidence(known.origin),), values


_RULE = OrganizationRule(judge, _OUTCOMES, _PARAMETERS)
FAMILY = RuleFamily("planned", lambda rule: _RULE)
