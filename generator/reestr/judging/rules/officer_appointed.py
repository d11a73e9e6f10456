"""officer-appointed (clause p.2): city hall has named its responsible officer, with the act that appoints them.

Met: the officer is in `registry.yaml` with `appointed_by: {document: постановление, number: "779", date: 2023-04-26}`.
Breach: `registry.yaml` has no `officer`. City hall keeps the registry itself, so a missing officer was not named.
Unconfirmed: an officer without the appointing act, or with one dated later than the date of judging.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import CityRule, Context, before_next, known_by
from reestr.registry.city import City
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED))


def judge(context: Context, city: City) -> Verdict:
    """Judge whether the officer is named and by which act."""
    officer = city.officer
    if officer is None or not (officer.name or officer.position):
        return Verdict(Outcome.BREACH, "absent", (Evidence(city.origin),))
    act = officer.appointed_by
    on = known_by(context.as_of, act.date) if act is not None else None
    if act is None or not act.number or on is None:
        begins = before_next(context.as_of, act.date) if act is not None else None
        return Verdict(Outcome.UNCONFIRMED, "act-unknown", (Evidence(city.origin, "/officer"),), holds_until=begins)
    return Verdict(
        Outcome.MET,
        "met",
        (Evidence(city.origin, "/officer/appointed_by"),),
        {"number": act.number, "on": on.isoformat()},
    )


RULE = CityRule(judge, OUTCOMES, dated=frozenset((Outcome.MET,)))
