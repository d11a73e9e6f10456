"""appointed: a person is named who is responsible for the pages, with the document that appoints them.

`who` is the officer of city hall, or the responsible person of each organization.

Officer. Met: `registry.yaml` names one with `appointed_by: {document: постановление, number: "779", date: 2023-04-26}`.
Breach: it names none; city hall keeps the registry itself, so a missing officer was not named. Unconfirmed: the
document is unknown, or dated later than the date of judging.

Organization. Met: the present entry of `responsible` has `order: {number: "12-о", date: 2026-02-02}`. Advice:
`responsible: []` (nobody is responsible), or the last entry ended without a successor. Unconfirmed: the record does not
say; or the person's order is unknown or dated later: it may exist, but the registry does not know it.
"""

from __future__ import annotations

import datetime

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import (
    Argument,
    CityRule,
    Context,
    OrganizationRule,
    Rule,
    RuleFamily,
    before_next,
    earliest,
    known_by,
)
from reestr.registry.city import City
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.rule_calls import RuleCall


def _judge_officer(context: Context, city: City) -> Verdict:
    officer = city.officer
    if officer is None or not (officer.name or officer.position):
        return Verdict(Outcome.BREACH, "absent", (Evidence(city.origin),))
    act = officer.appointed_by
    on = known_by(context.as_of, act.date) if act is not None else None
    if act is None or not act.number or on is None:
        begins = before_next(context.as_of, act.date) if act is not None else None
        return Verdict(Outcome.UNCONFIRMED, "act-unknown", (Evidence(city.origin, "/officer"),), holds_until=begins)
    values = {"number": act.number, "on": on.isoformat()}
    return Verdict(Outcome.MET, "met", (Evidence(city.origin, "/officer/appointed_by"),), values)


def _judge_responsible(context: Context, organization: Organization) -> Verdict:
    if not organization.responsible:
        if not organization.responsible_known:
            return Verdict(Outcome.UNCONFIRMED, "unknown", (organization.at(),))
        return Verdict(Outcome.ADVICE, "nobody", (organization.at("/responsible"),))
    holds_until = _holds_until(context, organization)
    present = organization.current_responsible(context.as_of)
    if present is None:
        return Verdict(Outcome.ADVICE, "vacant", (organization.at("/responsible"),), holds_until=holds_until)
    path = f"/responsible/{organization.responsible.index(present)}"
    order = present.order
    on = known_by(context.as_of, order.date) if order is not None else None
    if order is None or not order.number or on is None:
        return Verdict(Outcome.UNCONFIRMED, "order-unknown", (organization.at(path),), holds_until=holds_until)
    values = {"number": order.number, "on": on.isoformat()}
    return Verdict(Outcome.MET, "met", (organization.at(f"{path}/order"),), values, holds_until)


def _holds_until(context: Context, organization: Organization) -> datetime.date | None:
    """Return the last day before the record's next person or order takes effect, or a person's last day if that is
    earlier.
    """
    as_of = context.as_of
    days: list[datetime.date | None] = []
    for person in organization.responsible:
        days.append(before_next(as_of, person.since, person.order.date if person.order is not None else None))
        days.append(person.until if person.until is not None and person.until >= as_of else None)
    return earliest(*days)


_RULES: dict[str, Rule] = {
    "officer": CityRule(
        _judge_officer,
        frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED)),
        dated=frozenset((Outcome.MET,)),
    ),
    "organization-responsible": OrganizationRule(
        _judge_responsible, frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))
    ),
}


def _bind(rule: RuleCall) -> Rule:
    return _RULES[rule.text("who")]


FAMILY = RuleFamily("appointed", _bind, {"who": Argument("text", tuple(_RULES), required=True)}, variant="who")
