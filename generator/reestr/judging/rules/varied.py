"""varied: several different formats in the last weeks.

Met: text, photo and video in the last four weeks if three formats are asked for. Advice: every week is counted and only
one format occurs. Unconfirmed: too few formats, but a week is not counted or the formats of its publications are not
reported. Not due: too few formats, and the page is not that many full weeks old. Not applicable: nothing was published
at all; `counted` judges that. Reposts of «Госпаблики» items count as no format.

Which of a person's and the program's count of a week the verdict takes is a setting. The program does not see every
format: a network tells a photo from a video, not a card from a photo.
"""

from __future__ import annotations

import datetime
from functools import cache

from reestr.judging.finding import AGAIN, Deadline, Outcome, Verdict
from reestr.judging.rule import NETWORKS, AccountRule, Context, Parameters, RuleFamily, earliest, told_by
from reestr.judging.rules.weeks import SETTINGS, counts, judged_weeks, next_count, sources
from reestr.registry.account import Account
from reestr.registry.calendar import week_end, week_of
from reestr.registry.origin import Evidence

_OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))
_PARAMETERS: Parameters = {"formats": int, "weeks": int}


def judge(context: Context, account: Account) -> Verdict:
    """Judge how many formats an account used."""
    wanted = context.number("weeks")
    norm = context.number("formats")
    weeks = judged_weeks(context.as_of, account, wanted)
    used: dict[str, None] = {}
    evidence: list[Evidence] = []
    uncounted = published = unspecified = 0
    taken = list(counts(context, account, weeks))
    for week in taken:
        evidence.append(week.place)
        formats = week.formats
        if formats is None:
            uncounted += 1
        else:
            published += week.number(gospabliki=True) or 0
            unspecified += week.unspecified
            used.update((name, None) for name, number in formats if number)
    places = tuple(dict.fromkeys(evidence))
    said = sources(context, taken, gospabliki=True)
    values: dict[str, object] = {"number": len(used), "norm": norm, "weeks": wanted, **said}
    sunday = week_end(week_of(context.as_of))
    until = earliest(sunday, next_count(context.as_of, taken))
    if len(used) >= norm:
        values["facts"] = tuple(used)
        return Verdict(Outcome.MET, "met", places or (account.at(),), values, until, _to_count(sunday))
    if len(weeks) < wanted:
        return Verdict(
            Outcome.NOT_DUE, "too-new", (account.at("/opened_on"), *places), values, until, _to_count(sunday)
        )
    if uncounted:
        return Verdict(Outcome.UNCONFIRMED, "uncounted", places, {**values, "uncounted": uncounted}, until)
    if unspecified:
        said_of = {**values, "unspecified": unspecified}
        return Verdict(Outcome.UNCONFIRMED, "unspecified", places, said_of, until)
    norm_of_posts = told_by(context, "counted") if not published else None
    if norm_of_posts is not None:
        values["requirement"] = norm_of_posts.title
        return Verdict(Outcome.NOT_APPLICABLE, "nothing-see", places, values, until)
    return Verdict(Outcome.ADVICE, "few", places, values, until)


@cache
def _to_count(sunday: datetime.date) -> tuple[Deadline, ...]:
    """Return the deadline for counting the week that ends on a day; `counted` asks for the same count."""
    return (Deadline(sunday, AGAIN, "weeks", covered_by="counted"),)


_RULE = AccountRule(judge, _OUTCOMES, _PARAMETERS, SETTINGS)
FAMILY = RuleFamily("varied", lambda rule: _RULE, {"networks": NETWORKS})
