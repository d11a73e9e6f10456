"""registry-current (clause 1.5.1): the record of an organization and those of its active accounts were reviewed lately.

Met: every `reviewed_on` lies within the review period. Unconfirmed: a record has none (or one of a later day).
Advice: one is older than the period; the decree sets no term of review, the period is the registry's setting.
"""

from __future__ import annotations

import datetime

from reestr.judging.check import Context, Days, OrganizationCheck, Parameters
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import known_by
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
PARAMETERS: Parameters = {"review_period_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge when an organization and its accounts were last reviewed."""
    as_of = context.as_of
    accounts = context.registry.active_accounts(organization.id, as_of)
    period = context.requirement.number("review_period_days")
    oldest = as_of
    unknown: list[Evidence] = []
    dated: list[tuple[datetime.date, Evidence]] = []
    records: tuple[Organization | Account, ...] = (organization, *accounts)
    for record in records:
        on = known_by(as_of, record.reviewed_on)
        if on is None:
            unknown.append(record.at("" if record.reviewed_on is None else "/reviewed_on"))
        else:
            dated.append((on, record.at("/reviewed_on")))
            oldest = min(oldest, on)
    if unknown:
        values: dict[str, object] = {"number": len(unknown), "all": 1 + len(accounts)}
        return Verdict(Outcome.UNCONFIRMED, "unknown", tuple(unknown), values)
    stale = tuple(place for on, place in dated if context.days_since(on) > period)
    if stale:
        values = {"number": len(stale), "all": len(dated), "on": oldest.isoformat(), "period": period}
        return Verdict(Outcome.ADVICE, "stale", stale, values)
    return Verdict(Outcome.MET, "met", tuple(place for _, place in dated), {"on": oldest.isoformat(), "period": period})


def _days(context: Context, organization: Organization) -> Days:
    yield organization.reviewed_on
    for account in context.registry.accounts_of(organization.id):
        yield account.reviewed_on


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS, of_exempt=True, days=_days)
