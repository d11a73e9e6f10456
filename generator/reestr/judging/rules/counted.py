"""counted: enough publications in every full week, Monday to Sunday.

Judged are the last full weeks, beginning with the page's first full week. Met: every judged week has a count of at
least `posts_per_week`. Breach: a week with a smaller one (`2026-W46: {}` is none). Unconfirmed: a week without a count,
because unknown is not zero. Not due: the page is too new for a full week, or the uncounted week ended only a few days
ago.

A week may have a person's and the program's count. Which one the verdict takes is a setting; the verdict says which it
took, why, and where the two disagree. Each week is judged by the norm of its Monday.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from reestr.judging.finding import Deadline, Outcome, Verdict
from reestr.judging.rule import NETWORKS, AccountRule, Context, Parameters, RuleFamily, Settings, earliest
from reestr.judging.rules import weeks
from reestr.judging.rules.weeks import WeekTaken, counts, judged_weeks, norm_of_week, week_text
from reestr.registry.account import Account
from reestr.registry.calendar import first_full_week, week_end, week_monday, week_of
from reestr.registry.origin import Evidence

_OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE))
_NORM = "posts_per_week"
_PARAMETERS: Parameters = {
    _NORM: int,
    "weeks_judged": int,
    "count_grace_days": int,
    "counts_gospabliki": bool,
}

SETTINGS: Settings = {**weeks.SETTINGS, "counts_reposts": False}


def judged_numbers(context: Context, account: Account) -> list[tuple[str, int | None, Evidence]]:
    """Return each judged week, oldest first: its number of publications (None: not counted) and the place of that
    number.
    """
    return _numbers(context, _judged(context, account))


def _judged(context: Context, account: Account) -> list[WeekTaken]:
    judged = judged_weeks(context.as_of, account, context.number("weeks_judged"))
    if judged and context.norms_changed_after(week_monday(judged[0])):
        judged = tuple(week for week in judged if norm_of_week(context, _NORM, week) is not None)
    return list(counts(context, account, judged))


def _counted(context: Context) -> tuple[bool, bool]:
    """Return whether publications of «Госпаблики» and reposts of other communities count."""
    return context.flag("counts_gospabliki"), context.setting(SETTINGS, "counts_reposts")


def _numbers(context: Context, taken: Iterable[WeekTaken]) -> list[tuple[str, int | None, Evidence]]:
    counted = _counted(context)
    return [(week.week, week.number(*counted), week.place) for week in taken]


def judge(context: Context, account: Account) -> Verdict:
    """Judge the counts of an account's last full weeks.

    Missing counts have deadlines. A short week cannot be repaired; the deadline is to publish enough in the present
    week.
    """
    norm, grace = context.number(_NORM), context.number("count_grace_days")
    taken = _judged(context, account)
    judged = _numbers(context, taken)
    if not judged:
        # Of an older page all weeks are left out: it has just come back, or come from another organization.
        first = week_end(first_full_week(account.opened_on)) if account.opened_on is not None else context.as_of
        first = first if first > context.as_of else week_end(week_of(context.as_of))
        return Verdict(Outcome.NOT_DUE, "too-new", (account.at("/opened_on"),), holds_until=first)
    changed = context.norms_changed_after(week_monday(judged[0][0]))
    norms = {week: norm_of_week(context, _NORM, week) or 0 for week, _, _ in judged} if changed else {}
    below = [(week, number) for week, number, _ in judged if number is not None and number < norms.get(week, norm)]
    uncounted = [week for week, number, _ in judged if number is None]
    places = tuple(dict.fromkeys([place for _, _, place in judged]))
    deadlines = _to_count(judged, grace) if uncounted else ()
    this = week_of(context.as_of)
    current = next(counts(context, account, (this,)))
    said = weeks.sources(context, taken, *_counted(context))
    to_come = [deadline.due_on for deadline in deadlines if deadline.due_on >= context.as_of]
    holds_until = earliest(week_end(this), weeks.next_count(context.as_of, (*taken, current)), *to_come)
    if below:
        deadlines += _to_publish(context, current)
        short = tuple(_short(week, number, norm, norms.get(week, norm)) for week, number in below)
        values: dict[str, object] = {"norm": norm, "weeks": short, **said}
        clears_on = _clears_on(context, below[-1][0])
        return Verdict(Outcome.BREACH, "short", places, values, holds_until, deadlines, True, clears_on)
    if uncounted:
        overdue = [week for week in uncounted if context.days_since(week_end(week)) > grace]
        values = {"weeks": tuple(week_text(week) for week in overdue or uncounted), **said}
        if overdue:
            return Verdict(Outcome.UNCONFIRMED, "uncounted", places, values, holds_until, deadlines)
        values["days"] = grace
        return Verdict(Outcome.NOT_DUE, "not-counted-yet", places, values, holds_until, deadlines)
    return Verdict(Outcome.MET, "met", places, {"number": len(judged), "norm": norm, **said}, holds_until)


def _short(week: str, number: int, norm: int, norm_then: int) -> str:
    """Return a week with its number of publications, and its norm where that is not the present one."""
    return f"{week_text(week)} — {number}" + ("" if norm_then == norm else f" / {norm_then}")


def _clears_on(context: Context, week: str) -> datetime.date:
    """Return the Monday on which a week is no longer among the last judged ones."""
    return week_monday(week) + datetime.timedelta(weeks=context.number("weeks_judged") + 1)


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


def _to_publish(context: Context, taken: WeekTaken) -> tuple[Deadline, ...]:
    """Return the deadline of the posts still missing this week; empty if there are enough or no norm holds for it."""
    ((week, number, place),) = _numbers(context, (taken,))
    norm = norm_of_week(context, _NORM, week)
    if norm is None or (number is not None and number >= norm):
        return ()
    values = {"week": week, "norm": norm}
    return (Deadline(week_end(week), "posts", _NORM, f"posts-{week}", (place,), values),)


_RULE = AccountRule(judge, _OUTCOMES, _PARAMETERS, SETTINGS)
FAMILY = RuleFamily("counted", lambda rule: _RULE, {"networks": NETWORKS})
