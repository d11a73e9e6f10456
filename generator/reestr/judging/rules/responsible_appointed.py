"""responsible-appointed (clause p.4, recommended): a responsible person is appointed by an order.

Met: the present entry of `responsible` has `order: {number: "12-о", date: 2026-02-02}`. Advice: `responsible: []`
(nobody is responsible), or the last entry ended without a successor. Unconfirmed: the record does not say; or there is
a person, but no order with number and date (or only one dated later): the order may exist, but the registry does not
know it.
"""

from __future__ import annotations

import datetime

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule, before_next, earliest, known_by
from reestr.registry.organization import Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.ADVICE, Outcome.UNCONFIRMED))


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge whether an organization has a responsible person and by which order."""
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


RULE = OrganizationRule(judge, OUTCOMES)
