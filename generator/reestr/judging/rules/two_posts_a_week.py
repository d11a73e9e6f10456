"""two-posts-a-week (clause 2.2): at least two publications in every full week, Monday to Sunday.

Judged are the last full weeks, beginning with the page's first full week. Met: every judged week has a count of two or
more. Breach: a week with a count of one or none (`2026-W46: {}`). Unconfirmed: a week without a count, because unknown
is not zero. Not due: the page is too new for a full week, or the uncounted week ended only a few days ago.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

from reestr.judging.finding import Deadline, Outcome, Verdict
from reestr.judging.rule import AccountRule, Context, Parameters, earliest
from reestr.judging.rules.weeks import counts, judged_weeks, week_text
from reestr.registry.account import Account
from reestr.registry.calendar import first_full_week, week_end, week_of
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
PARAMETERS: Parameters = {
    "posts_per_week": int,
    "weeks_judged": int,
    "count_grace_days": int,
    "counts_gospabliki": bool,
}


def judged_numbers(context: Context, account: Account) -> list[tuple[str, int | None, Evidence]]:
    """Return each judged week, oldest first: its number of publications (None: not counted) and the place of that
    number.
    """
    number = context.requirement.number("weeks_judged")
    return _numbers(context, account, judged_weeks(context.as_of, account, number))


def _numbers(context: Context, account: Account, weeks: tuple[str, ...]) -> list[tuple[str, int | None, Evidence]]:
    reposts = context.requirement.flag("counts_gospabliki")
    return [
        (week, None if count is None else count.total if reposts else count.own, place)
        for week, count, place in counts(context, account, weeks)
    ]


def judge(context: Context, account: Account) -> Verdict:
    """Judge the counts of an account's last full weeks.

    Missing counts have deadlines. A short week cannot be repaired; the deadline is to publish enough in the present
    week.
    """
    requirement = context.requirement
    norm, grace = requirement.number("posts_per_week"), requirement.number("count_grace_days")
    judged = judged_numbers(context, account)
    if not judged:
        # Of an older page all weeks are left out: it has just come back, or come from another organization.
        first = week_end(first_full_week(account.opened_on)) if account.opened_on is not None else context.as_of
        first = first if first > context.as_of else week_end(week_of(context.as_of))
        return Verdict(Outcome.NOT_DUE, "too-new", (account.at("/opened_on"),), holds_until=first)
    short = [f"{week_text(week)} — {number}" for week, number, _ in judged if number is not None and number < norm]
    uncounted = [week for week, number, _ in judged if number is None]
    places = tuple(dict.fromkeys([place for _, _, place in judged]))
    deadlines = _to_count(judged, grace) if uncounted else ()
    this = week_of(context.as_of)
    to_come = [deadline.due_on for deadline in deadlines if deadline.due_on >= context.as_of]
    holds_until = earliest(week_end(this), *to_come)
    if short:
        deadlines += _to_publish(context, account, this, norm)
        values: dict[str, object] = {"norm": norm, "weeks": tuple(short)}
        return Verdict(Outcome.BREACH, "short", places, values, holds_until, deadlines, past=True)
    if uncounted:
        overdue = [week for week in uncounted if context.days_since(week_end(week)) > grace]
        values = {"weeks": tuple(week_text(week) for week in overdue or uncounted)}
        if overdue:
            return Verdict(Outcome.UNCONFIRMED, "uncounted", places, values, holds_until, deadlines)
        values["days"] = grace
        return Verdict(Outcome.NOT_DUE, "not-counted-yet", places, values, holds_until, deadlines)
    return Verdict(Outcome.MET, "met", places, {"number": len(judged), "norm": norm}, holds_until)


def _to_count(judged: list[tuple[str, int | None, Evidence]], grace: int) -> tuple[Deadline, ...]:
    """Return the deadlines of the weeks without a count.

    Usually all weeks lie in the record of the verdict's evidence.
    """
    record = judged[0][2].origin
    together = all(place.origin is record for _, _, place in judged)
    return tuple(
        [
            _count(week, grace) if together else replace(_count(week, grace), evidence=(place,))
            for week, number, place in judged
            if number is None
        ]
    )


@cache
def _count(week: str, grace: int) -> Deadline:
    due_on = week_end(week) + datetime.timedelta(days=grace)
    return Deadline(due_on, "count", "count_grace_days", f"count-{week}", values={"week": week})


def _to_publish(context: Context, account: Account, week: str, norm: int) -> tuple[Deadline, ...]:
    """Return the deadline of the posts still missing this week; empty if there are enough."""
    ((_, number, place),) = _numbers(context, account, (week,))
    if number is not None and number >= norm:
        return ()
    values = {"week": week, "norm": norm}
    return (Deadline(week_end(week), "posts", "posts_per_week", f"posts-{week}", (place,), values),)


RULE = AccountRule(judge, OUTCOMES, PARAMETERS)
