"""moderation (clauses 1.6.5-b, 2.6): comments are moderated: rules published, moderation attested, removals counted.

Met: `moderation: {rules_url: …, attested_on: 2026-09-01, by: …}`, not expired. Unconfirmed: no attestation, or one that
is expired or unsigned. Advice: attested, but without an address of the rules; the decree demands moderation, and this
registry asks for published rules as its proof. Never a breach: no record can state that comments are not moderated. The
verdict names the number of comments removed this year; zero proves nothing, since there may have been nothing to
remove.
"""

from __future__ import annotations

import datetime

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters, before_next, earliest, known_by
from reestr.judging.rules.terms import evidence_term
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
        begins = before_next(context.as_of, moderation.attested_on) if moderation is not None else None
        place = account.at("/moderation" if moderation else "")
        return Verdict(Outcome.UNCONFIRMED, "never", (place,), holds_until=begins)
    attested = account.at("/moderation/attested_on")
    values: dict[str, object] = {"on": on.isoformat()}
    term = evidence_term(context, on, "attestation_period_days")
    if not term.runs:
        values["period"] = context.number("attestation_period_days")
        return Verdict(Outcome.UNCONFIRMED, "expired", (attested,), values, deadlines=term.deadlines)
    if moderation.by is None:
        place = account.at("/moderation")
        return Verdict(Outcome.UNCONFIRMED, "by-nobody", (place,), values, term.holds_until)
    if not moderation.rules_url:
        place = account.at("/moderation")
        return Verdict(Outcome.ADVICE, "no-rules", (place,), values, term.holds_until, term.deadlines)
    evidence: tuple[Evidence, ...] = (account.at("/moderation/rules_url"), attested)
    removed, counted_until, year = _removed(context, account)
    holds_until = earliest(term.holds_until, counted_until)
    if not removed or year is None:
        return Verdict(Outcome.MET, "met", evidence, values, holds_until, term.deadlines)
    values.update(removed=removed, year=year.year)
    evidence = (*evidence, Evidence(year.origin, "/weeks"))
    return Verdict(Outcome.MET, "met-removed", evidence, values, holds_until, term.deadlines)


def _removed(context: Context, account: Account) -> tuple[int, datetime.date | None, ActivityYear | None]:
    """Return the number of comments removed this year, the last day it stays true, and the record of the counts.

    Counted are removals on all grounds in the weeks that were over on the date of judging.
    """
    number, holds_until, found = 0, None, None
    for year in context.registry.activity.get(account.id, ()):
        if year.year < context.as_of.year:
            continue
        if year.year > context.as_of.year:
            # Counts of future weeks: they count from the first day of their year on.
            holds_until = earliest(holds_until, datetime.date(context.as_of.year, 12, 31))
            continue
        found = year
        for week, count in year.weeks.items():
            if not count.removed:
                continue
            if week_end(week) < context.as_of:
                number += sum(removed for _, removed in count.removed)
                holds_until = earliest(holds_until, datetime.date(context.as_of.year, 12, 31))
            else:
                holds_until = earliest(holds_until, week_end(week))
    return number, holds_until, found


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
