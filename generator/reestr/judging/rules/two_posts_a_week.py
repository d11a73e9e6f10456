"""two-posts-a-week (clause 2.2): at least two publications in every full week, Monday to Sunday.

Met: every judged week has a count of two or more. Breach: a week with a count of one or none (`2026-W46: {}`).
Unconfirmed: a week without a count, for unknown is not zero. Not due: the page is too new for a full week, or a week
is not counted yet and was over only a few days ago. Judged are the last weeks from the page's first full week on.
"""

from __future__ import annotations

from reestr.judging.check import AccountCheck, Context, Parameters
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.weeks import counts, judged_weeks, week_text
from reestr.registry.account import Account
from reestr.registry.calendar import week_end
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {
    "posts_per_week": int,
    "weeks_judged": int,
    "count_grace_days": int,
    "counts_gospabliki": bool,
}


def judge(context: Context, account: Account) -> Verdict:
    """Judge the counts of an account's last full weeks."""
    requirement = context.requirement
    weeks = judged_weeks(context.as_of, account.opened_on, requirement.number("weeks_judged"))
    if not weeks:
        return Verdict(Outcome.NOT_DUE, "too-new", (account.at("/opened_on"),))
    norm = requirement.number("posts_per_week")
    reposts = requirement.flag("counts_gospabliki")
    evidence: list[Evidence] = []
    short: list[str] = []
    uncounted: list[str] = []
    for week, count, place in counts(context, account, weeks):
        evidence.append(place)
        if count is None:
            uncounted.append(week)
            continue
        number = count.total if reposts else count.own
        if number < norm:
            short.append(f"{week_text(week)} — {number}")
    places = tuple(dict.fromkeys(evidence))
    if short:
        return Verdict(Outcome.BREACH, "short", places, {"norm": norm, "weeks": tuple(short)})
    if uncounted:
        grace = requirement.number("count_grace_days")
        overdue = [week for week in uncounted if context.days_since(week_end(week)) > grace]
        values: dict[str, object] = {"weeks": tuple(week_text(week) for week in overdue or uncounted)}
        if overdue:
            return Verdict(Outcome.UNCONFIRMED, "uncounted", places, values)
        return Verdict(Outcome.NOT_DUE, "not-counted-yet", places, {**values, "days": grace})
    return Verdict(Outcome.MET, "met", places, {"number": len(weeks), "norm": norm})


CHECK = AccountCheck(judge, OUTCOMES, PARAMETERS)
