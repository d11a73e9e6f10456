"""reviewed: the records of an organization and its active accounts were reviewed recently.

Met: every `reviewed_on` lies within the review period. Unconfirmed: a record has none (or one later than the date of
judging). Advice: one is older than the period. Such a
period is usually the registry's setting: an old review is no breach of the act.
"""

from __future__ import annotations

import datetime

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule, Parameters, RuleFamily, before_next, earliest, known_by
from reestr.judging.rules.terms import Term, evidence_term
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

_OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
_PARAMETERS: Parameters = {"review_period_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge when the records of an organization and its accounts were last reviewed."""
    records: tuple[Organization | Account, ...] = (organization, *context.standing(organization).accounts)
    begins = before_next(context.as_of, *(record.reviewed_on for record in records))
    unknown: list[Evidence] = []
    dated: list[tuple[datetime.date, Term, Evidence]] = []
    for record in records:
        on = known_by(context.as_of, record.reviewed_on)
        if on is None:
            unknown.append(record.at("" if record.reviewed_on is None else "/reviewed_on"))
        else:
            dated.append((on, evidence_term(context, on, "review_period_days"), record.at("/reviewed_on")))
    if unknown:
        values: dict[str, object] = {"number": len(unknown), "all": len(records)}
        return Verdict(Outcome.UNCONFIRMED, "unknown", tuple(unknown), values, begins)
    holds_until = earliest(begins, *(term.holds_until for _, term, _ in dated))
    oldest, first, _ = min(dated, key=lambda item: item[0])
    values = {"on": oldest.isoformat(), "period": context.number("review_period_days")}
    stale = tuple(place for _, term, place in dated if not term.runs)
    if stale:
        values = {"number": len(stale), "all": len(dated), **values}
        return Verdict(Outcome.ADVICE, "stale", stale, values, holds_until, first.deadlines)
    places = tuple(place for _, _, place in dated)
    return Verdict(Outcome.MET, "met", places, values, holds_until, first.deadlines)


_RULE = OrganizationRule(judge, _OUTCOMES, _PARAMETERS, of_exempt=True)
FAMILY = RuleFamily("reviewed", lambda rule: _RULE)
