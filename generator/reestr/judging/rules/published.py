"""published: the act was published in each outlet that it names, on a known date.

Met: every item of `publications` in `act.yaml` has `published_on`.
Unconfirmed: one has not (or none is listed): the registry does not know, which is no proof of a breach.
Not due: every date is known, but one of them is still to come on the date of judging.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import CityRule, Context, RuleFamily, before_next
from reestr.registry.city import City
from reestr.registry.origin import Evidence

_OUTCOMES = frozenset((Outcome.MET, Outcome.UNCONFIRMED, Outcome.NOT_DUE))


def judge(context: Context, city: City) -> Verdict:
    """Judge the dates of publication of the act."""
    act = context.registry.act
    if not act.publications:
        return Verdict(Outcome.UNCONFIRMED, "none", (Evidence(act.origin),))
    unknown = [index for index, item in enumerate(act.publications) if item.published_on is None]
    if unknown:
        return Verdict(
            Outcome.UNCONFIRMED,
            "date-unknown",
            tuple(Evidence(act.origin, f"/publications/{index}") for index in unknown),
            {"outlets": tuple(act.publications[index].outlet for index in unknown)},
        )
    evidence = tuple(
        Evidence(act.origin, f"/publications/{index}/published_on") for index in range(len(act.publications))
    )
    last = max(item.published_on for item in act.publications if item.published_on is not None)
    if last > context.as_of:
        holds_until = before_next(context.as_of, last)
        return Verdict(Outcome.NOT_DUE, "announced", evidence, {"on": last.isoformat()}, holds_until)
    return Verdict(Outcome.MET, "met", evidence, {"number": len(act.publications), "on": last.isoformat()})


_RULE = CityRule(judge, _OUTCOMES, dated=_OUTCOMES)
FAMILY = RuleFamily("published", lambda rule: _RULE)
