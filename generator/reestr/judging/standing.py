"""The standing of an organization on a day: whether it exists, whether it is exempt, which accounts it has in use."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reestr.judging.days import before_next, earliest
from reestr.judging.finding import Subject
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Standing:
    """An organization on one day: its accounts in use, whether it is closed or not there yet, whether it is exempt from
    having pages.

    `subject` and `subjects` are the organization and the accounts as findings name them. `holds_until` is the last day
    on which only a changed record can change this standing; None: without end.
    """

    accounts: tuple[Account, ...]
    closed: bool
    to_come: bool
    excused: bool
    holds_until: datetime.date | None
    subject: Subject
    subjects: tuple[Subject, ...]


def standing(registry: Registry, organization: Organization, as_of: datetime.date) -> Standing:
    """Return the standing of an organization on a day."""
    closed = organization.is_closed(as_of)
    # Rules ask an account whose it is: on this day it is this organization's.
    accounts = tuple(
        [
            account if account.organization == organization.id else replace(account, organization=organization.id)
            for account in registry.active_accounts(organization.id, as_of)
        ]
    )
    excused = bool(organization.exemptions) and registry.is_excused(organization, as_of)
    return Standing(
        accounts,
        closed,
        organization.is_to_come(as_of),
        excused,
        None if closed else earliest(*_ends(registry, organization, as_of)),
        Subject("organization", organization.id),
        tuple([Subject("account", account.id) for account in accounts]),
    )


def _ends(registry: Registry, organization: Organization, as_of: datetime.date) -> Iterator[datetime.date | None]:
    yield before_next(as_of, organization.since)
    if organization.closed:
        yield before_next(as_of, organization.closed_on)
    for exemption in organization.exemptions:
        yield before_next(as_of, exemption.since, exemption.letter_date)
        if exemption.until is not None and exemption.until >= as_of:
            yield exemption.until
    for account in registry.accounts_ever_of(organization.id):
        yield before_next(as_of, account.opened_on, account.closed_on if account.closed else None)
        for loss in account.control_lost:
            yield before_next(as_of, loss.since)
            if loss.until is not None and loss.until >= as_of:
                yield loss.until
        yield earliest(*(former.until for former in account.previous_owners if former.until >= as_of))
