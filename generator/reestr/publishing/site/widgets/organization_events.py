"""Collects dated events from the records, newest first: the part of the history that needs no Git."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest

from reestr.publishing.html.environment import interface
from reestr.publishing.view import View
from reestr.registry.account import Account
from reestr.registry.addresses import without_scheme
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OrganizationEvent:
    """One dated fact about an organization or one of its accounts; `key` names its text below `interface.events`."""

    day: datetime.date
    organization: Organization
    account: Account | None
    key: str
    values: Mapping[str, object]

    @property
    def text(self) -> str:
        """Return the fact in words, without the organization's name."""
        return interface(f"events.{self.key}", **self.values)


def latest_events(view: View, number: int) -> list[OrganizationEvent]:
    """Return the last events of the whole registry up to the view's date, newest first."""
    events = (event for item in view.registry.organizations.values() for event in _events(view, item))
    return nlargest(number, events, key=lambda event: (event.day, event.organization.id, event.key))


def events_of(view: View, organization: Organization) -> list[OrganizationEvent]:
    """Return all events of one organization up to the view's date, newest first."""
    return sorted(_events(view, organization), key=lambda event: (event.day, event.key), reverse=True)


def _events(view: View, organization: Organization) -> Iterator[OrganizationEvent]:
    as_of = view.as_of
    for event in _all_events(view.registry, organization):
        if event.day <= as_of:
            yield event


def _all_events(registry: Registry, organization: Organization) -> Iterator[OrganizationEvent]:
    if organization.since:
        yield OrganizationEvent(organization.since, organization, None, "entered", {})
    if organization.closed and organization.closed_on:
        yield OrganizationEvent(organization.closed_on, organization, None, "organization-closed", {})
    for person in organization.responsible:
        if person.since and person.role:
            yield OrganizationEvent(person.since, organization, None, "responsible", {"role": person.role})
    for exemption in organization.exemptions:
        if exemption.since:
            yield OrganizationEvent(exemption.since, organization, None, "exempt", {})
        if exemption.until:
            yield OrganizationEvent(exemption.until, organization, None, "exempt-until", {})
    for account in registry.accounts_of(organization.id):
        yield from _of_account(registry, organization, account)
    for account in registry.accounts_ever_of(organization.id):
        yield from _passings(registry, organization, account)


def _passings(registry: Registry, organization: Organization, account: Account) -> Iterator[OrganizationEvent]:
    """Yield an event for each passing of an account from another organization to this one, or the other way."""
    for former, owner, day in account.passings:
        for key, one, other in (("passed-on", former, owner), ("received", owner, former)):
            if one == organization.id:
                values = {"address": without_scheme(account.url), "other": registry.title_of(other)}
                yield OrganizationEvent(day, organization, account, key, values)


def _of_account(registry: Registry, organization: Organization, account: Account) -> Iterator[OrganizationEvent]:
    address = {"address": without_scheme(account.url)}
    if account.opened_on:
        yield OrganizationEvent(account.opened_on, organization, account, "opened", address)
    if account.closed and account.closed_on:
        successor = registry.accounts.get(account.replaced_by or "")
        if successor is None:
            yield OrganizationEvent(account.closed_on, organization, account, "closed", address)
        else:
            values = {**address, "next": without_scheme(successor.url)}
            yield OrganizationEvent(account.closed_on, organization, account, "replaced", values)
    for pause in account.pauses:
        yield OrganizationEvent(pause.since, organization, account, "paused", address)
        yield OrganizationEvent(pause.until + _DAY, organization, account, "reopened", address)
    for loss in account.control_lost:
        yield OrganizationEvent(loss.since, organization, account, f"control-{loss.how}", address)
        if loss.until is not None:
            yield OrganizationEvent(loss.until + _DAY, organization, account, "control-back", address)
    for previous in account.previous_addresses:
        if previous.until:
            values = {**address, "previous": without_scheme(previous.url)}
            yield OrganizationEvent(previous.until, organization, account, "moved", values)
    if account.state_mark.status == "confirmed" and account.state_mark.since:
        yield OrganizationEvent(account.state_mark.since, organization, account, "marked", address)
    if account.gospabliki.status == "connected" and account.gospabliki.since:
        yield OrganizationEvent(account.gospabliki.since, organization, account, "connected", address)
