"""moderation (clauses 1.6.5-b, 2.6): comments are moderated: rules published, moderation attested, removals counted.

Met: `moderation: {rules_url: …, attested_on: 2026-09-01, by: …}`, fresh enough. Unconfirmed: no attestation,
an expired one, or one by nobody. Advice: attested, but no address of the rules: the decree demands moderation, and
publishing its rules is how this registry asks to show it. Never a breach: no record can say that nobody moderates.
Removals counted this year are told; that none is counted says nothing, for there may have been nothing to remove.
"""

from __future__ import annotations

from reestr.judging.check import AccountCheck, Context, Days, Parameters
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import known_by
from reestr.registry.account import Account, ActivityYear
from reestr.registry.calendar import week_end
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
PARAMETERS: Parameters = {"attestation_period_days": int}


def judge(context: Context, account: Account) -> Verdict:
    """Judge the attestation that comments in an account are moderated."""
    moderation = account.moderation
    on = known_by(context.as_of, moderation.attested_on) if moderation is not None else None
    if moderation is None or on is None:
        return Verdict(Outcome.UNCONFIRMED, "never", (account.at("/moderation" if moderation else ""),))
    attested = account.at("/moderation/attested_on")
    values: dict[str, object] = {"on": on.isoformat()}
    period = context.requirement.number("attestation_period_days")
    if context.days_since(on) > period:
        return Verdict(Outcome.UNCONFIRMED, "expired", (attested,), {**values, "period": period})
    if moderation.by is None:
        return Verdict(Outcome.UNCONFIRMED, "by-nobody", (account.at("/moderation"),), values)
    if not moderation.rules_url:
        return Verdict(Outcome.ADVICE, "no-rules", (account.at("/moderation"),), values)
    evidence = (account.at("/moderation/rules_url"), attested)
    for year in context.registry.activity.get(account.id, ()):
        removed = _removed(context, year) if year.year == context.as_of.year else 0
        if removed:
            values.update(removed=removed, year=year.year)
            return Verdict(Outcome.MET, "met-removed", (*evidence, Evidence(year.origin, "/weeks")), values)
    return Verdict(Outcome.MET, "met", evidence, values)


def _removed(context: Context, year: ActivityYear) -> int:
    """Comments removed in the weeks that were over on the date of judging, on all grounds together."""
    return sum(
        number
        for week, count in year.weeks.items()
        if count.removed and week_end(week) < context.as_of
        for _, number in count.removed
    )


def _days(context: Context, account: Account) -> Days:
    return (account.moderation.attested_on if account.moderation is not None else None,)


CHECK = AccountCheck(judge, OUTCOMES, PARAMETERS, _days)
