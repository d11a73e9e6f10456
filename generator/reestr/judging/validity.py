"""When a verdict may change though no record does: so that a past of many weeks is judged where it can differ only."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from reestr.judging.check import AccountCheck, Context, Days, OrganizationCheck
from reestr.registry.organization import Organization


def next_turn(
    check: OrganizationCheck | AccountCheck, context: Context, organization: Organization
) -> datetime.date | None:
    """The first day after `context.as_of` on which the check may judge the organization differently; None: never.

    Checks compare the date of judging with the days of records, as they are or moved by a term that is a whole-number
    parameter of the requirement. Around each such day the outcome may turn; it need not.
    """
    tomorrow = context.as_of.toordinal() + 1
    if check.days is None:
        return datetime.date.fromordinal(tomorrow)
    terms = [0, 1]
    for parameter in context.requirement.parameters.values():
        if isinstance(parameter.value, int) and not isinstance(parameter.value, bool):
            terms += (parameter.value, parameter.value + 1)
    longest = max(terms)
    turns = [
        day.toordinal() + term
        for day in _days(check, context, organization)
        if day is not None and day.toordinal() + longest >= tomorrow
        for term in terms
    ]
    first = min((turn for turn in turns if turn >= tomorrow), default=None)
    return None if first is None else datetime.date.fromordinal(first)


def _days(
    check: OrganizationCheck | AccountCheck, context: Context, organization: Organization
) -> Iterator[datetime.date | None]:
    # What every check hangs on: whether the organization exists, is exempt, which accounts are in use and how new.
    yield organization.since
    yield organization.closed_on
    for exemption in organization.exemptions:
        yield exemption.since
        yield exemption.until
        yield exemption.letter_date
    accounts = context.registry.accounts_of(organization.id)
    for account in accounts:
        yield account.opened_on
        yield account.closed_on
    if isinstance(check, OrganizationCheck):
        yield from _own(check.days and check.days(context, organization))
    else:
        for account in accounts:
            yield from _own(check.days and check.days(context, account))


def _own(days: Days | None) -> Days:
    return days or ()
