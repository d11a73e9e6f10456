"""The changes of responsible persons that must be told to somebody, and how each of them was told.

The decree demands it of the organization (clause 1.6.4, to city hall) and of city hall's officer (1.5.2, to the
regional centre). It says only "promptly": the term in working days is the registry's setting.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from reestr.judging.check import Context
from reestr.judging.rules.terms import known_by
from reestr.registry.calendar import add_working_days
from reestr.registry.city import Act
from reestr.registry.organization import Organization
from reestr.registry.paperwork import Notice


@dataclass(frozen=True, slots=True)
class Telling:
    """How a change is told: `index` of the new person in the history, the day, the last day of the term, the notice.

    `state`: "met" and "late" with a notice, "open" and "not-sent" without one, as long as the term runs and after it.
    """

    index: int
    change_on: datetime.date
    term: datetime.date
    notice: Notice | None
    state: str

    @property
    def day(self) -> datetime.date:
        """The day of the notice; while there is none, the last day of the term."""
        return self.term if self.notice is None else self.notice.sent_on


def is_told(act: Act, index: int, since: datetime.date | None) -> bool:
    """Whether somebody has to be told of a person, by the place in the history and the first day.

    The first entry is an appointment and no change; a change before the act took effect (if that day is unknown, before
    its date) did not have to be told.
    """
    return index > 0 and since is not None and since >= act.binding_from


def tellings(context: Context, organization: Organization, to: str) -> Iterator[Telling]:
    """How each change that is known by the date of judging was told to `to`, oldest first."""
    for index, responsible in enumerate(organization.responsible):
        since = known_by(context.as_of, responsible.since)
        if since is not None and is_told(context.registry.act, index, since):
            yield _telling(context, organization, index, since, to)


def last_day(context: Context, change_on: datetime.date) -> datetime.date:
    """The last day of the term for telling of a change."""
    days = context.requirement.number("term_working_days")
    return add_working_days(change_on, days, context.registry.city.non_working_days)


def _telling(context: Context, organization: Organization, index: int, change_on: datetime.date, to: str) -> Telling:
    term = last_day(context, change_on)
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
    return Telling(index, change_on, term, notice, state)
