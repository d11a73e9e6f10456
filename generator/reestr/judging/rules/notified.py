"""notified: each change of the responsible person was notified to the party `to`, in time.

Met: a notice `to: city-hall` with `change_on` = `from` of the new entry, sent within the term in working days. Breach:
the term is over and no notice was sent. Advice: sent late; where an act says only "promptly", the number of days is the
registry's setting.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from reestr.judging.finding import Deadline, Outcome, Verdict
from reestr.judging.rule import (
    Argument,
    Context,
    OrganizationRule,
    Parameters,
    Rule,
    RuleFamily,
    before_next,
    earliest,
    known_by,
)
from reestr.registry.calendar import add_working_days
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence
from reestr.registry.paperwork import Notice
from reestr.registry.rule_calls import RuleCall

_TERM = "term_working_days"

# Worst first: the verdict's reason is the first state that occurs.
_OUTCOMES = {
    "not-sent": Outcome.BREACH,
    "late": Outcome.ADVICE,
    "open": Outcome.NOT_DUE,
    "met": Outcome.MET,
}


@dataclass(frozen=True, slots=True)
class Notification:
    """The notification of one change: the new person's `index` in the history, the day of the change, the last day of
    the term, the notice.

    `state` is "met" or "late" with a notice; without one, "open" while the term runs and "not-sent" after it.
    """

    index: int
    change_on: datetime.date
    term: datetime.date
    notice: Notice | None
    state: str

    @property
    def day(self) -> datetime.date:
        """Return the day of the notice, or the last day of the term while there is no notice."""
        return self.term if self.notice is None else self.notice.sent_on


def must_be_notified(binding_from: datetime.date, index: int, since: datetime.date | None) -> bool:
    """Return whether a person's appointment must be notified, by the place in the history and the first day.

    The first entry is an appointment, not a change. A change before the first of the requirement's acts took effect
    (before the act's own date, if the day of effect is unknown) did not have to be notified: that day is
    `binding_from`.
    """
    return index > 0 and since is not None and since >= binding_from


def notifications(context: Context, organization: Organization, to: str) -> Iterator[Notification]:
    """Yield the notification to `to` of each change known by the date of judging, in the order of the record."""
    binding_from = context.registry.binding_from(context.requirement)
    for index, responsible in enumerate(organization.responsible):
        since = known_by(context.as_of, responsible.since)
        if since is None or not context.requirement.is_in_force(since):
            continue
        if must_be_notified(binding_from, index, since):
            yield _notification(context, organization, index, since, to)


def _notification(
    context: Context, organization: Organization, index: int, change_on: datetime.date, to: str
) -> Notification:
    days = context.number(_TERM, change_on)
    term = add_working_days(change_on, days, context.registry.city.non_working_days)
    notice = min(
        (
            notice
            for notice in context.registry.notices_by_organization.get(organization.id, ())
            if notice.to == to and notice.change_on == change_on and notice.sent_on <= context.as_of
        ),
        key=lambda notice: notice.sent_on,
        default=None,
    )
    if notice is None:
        state = "open" if context.as_of <= term else "not-sent"
    else:
        state = "met" if notice.sent_on <= term else "late"
    return Notification(index, change_on, term, notice, state)


def judge(to: str, context: Context, organization: Organization) -> Verdict:
    """Judge whether `to` was notified of every change of the responsible person in `term_working_days`.

    A late notice is advice: it was sent. `notifications` says which changes count.
    """
    states: dict[str, list[Notification]] = {}
    deadlines: list[Deadline] = []
    holds_until = _next_day(context, organization)
    for item in notifications(context, organization, to):
        states.setdefault(item.state, []).append(item)
        if item.notice is None:
            day = item.change_on.isoformat()
            deadlines.append(Deadline(item.term, "", _TERM, day, _evidence(organization, item), {"change": day}))
        if item.state == "open":
            holds_until = earliest(holds_until, item.term)
    for state, outcome in _OUTCOMES.items():
        found = states.get(state)
        if found:
            first = found[0]
            values = {"change": first.change_on.isoformat(), "on": first.day.isoformat(), "number": len(found)}
            evidence = tuple(place for item in found for place in _evidence(organization, item))
            return Verdict(outcome, state, evidence, values, holds_until, tuple(deadlines))
    place = organization.at("/responsible" if organization.responsible else "")
    return Verdict(Outcome.NOT_APPLICABLE, "no-change", (place,), holds_until=holds_until)


def _next_day(context: Context, organization: Organization) -> datetime.date | None:
    """Return the day before the next recorded change or notice."""
    if len(organization.responsible) < 2:
        return None
    notices = context.registry.notices_by_organization.get(organization.id, ())
    changes = (person.since for person in organization.responsible)
    return before_next(context.as_of, *changes, *(notice.sent_on for notice in notices))


def _evidence(organization: Organization, item: Notification) -> tuple[Evidence, ...]:
    change = organization.at(f"/responsible/{item.index}/from")
    return (change,) if item.notice is None else (change, item.notice.at("/sent_on"))


_ANY = frozenset((Outcome.MET, Outcome.BREACH, Outcome.ADVICE, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))
_PARAMETERS: Parameters = {_TERM: int}


def _bind(rule: RuleCall) -> Rule:
    return OrganizationRule(partial(judge, rule.text("to")), _ANY, _PARAMETERS, dated=_ANY)


FAMILY = RuleFamily("notified", _bind, {"to": Argument("text", vocabulary="addressees", required=True)}, variant="to")
