"""What is due in the week that begins on the date of the view, for whom, by which requirement."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.artifact import View
from generator.model import calendar
from generator.model.account import Account
from generator.model.city import Requirement
from generator.model.organization import Organization
from generator.pages.environment import interface

DAYS = 7
"""How many days ahead, the day itself included."""

NAMED = 3
"""How many of those concerned are named; of the others the number is said."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due by one day: its requirement, the first organizations concerned, how many there are in all."""

    day: datetime.date
    text: str
    requirement: Requirement
    named: tuple[Organization, ...]
    number: int


_Concern = tuple[datetime.date, Organization]


def due_this_week(view: View) -> list[Due]:
    """Everything due from the date of the view on for a week, soonest first; each thing and day once."""
    last = view.as_of + datetime.timedelta(days=DAYS - 1)
    found: list[Due] = []
    for requirement in view.registry.requirements.values():
        concerns = CONCERNS.get(requirement.check or "")
        if concerns is None:
            continue
        by_day: dict[datetime.date, dict[str, Organization]] = {}
        for day, organization in concerns(view, requirement):
            if view.as_of <= day <= last:
                by_day.setdefault(day, {})[organization.id] = organization
        for day, organizations in by_day.items():
            text = interface(f"due.{requirement.check}")
            named = tuple(organizations.values())[:NAMED]
            found.append(Due(day, text, requirement, named, len(organizations)))
    return sorted(found, key=lambda item: (item.day, item.requirement.order, item.requirement.id))


def _accounts(view: View) -> Iterator[tuple[Organization, Account]]:
    """The accounts in use of the organizations that are not closed."""
    for organization in view.registry.organizations.values():
        if not organization.is_closed(view.as_of):
            for account in view.registry.active_accounts(organization.id, view.as_of):
                yield organization, account


def _control(view: View, requirement: Requirement) -> Iterator[_Concern]:
    period = datetime.timedelta(days=requirement.number("control_period_days"))
    for organization, account in _accounts(view):
        seen = account.observed
        if seen is not None and seen.by == "officer" and seen.on is not None:
            yield seen.on + period, organization


def _review(view: View, requirement: Requirement) -> Iterator[_Concern]:
    period = datetime.timedelta(days=requirement.number("review_period_days"))
    for organization in view.registry.organizations.values():
        if organization.is_closed(view.as_of):
            continue
        accounts = view.registry.active_accounts(organization.id, view.as_of)
        records: tuple[Organization | Account, ...] = (organization, *accounts)
        for record in records:
            if record.reviewed_on is not None:
                yield record.reviewed_on + period, organization


def _moderation(view: View, requirement: Requirement) -> Iterator[_Concern]:
    period = datetime.timedelta(days=requirement.number("attestation_period_days"))
    for organization, account in _accounts(view):
        if account.moderation is not None and account.moderation.attested_on is not None:
            yield account.moderation.attested_on + period, organization


def _counts(view: View, requirement: Requirement) -> Iterator[_Concern]:
    """The count of the last full week, for the accounts that were in use all of it."""
    (week,) = calendar.last_full_weeks(view.as_of, 1)
    monday = calendar.week_monday(week)
    by = calendar.week_end(week) + datetime.timedelta(days=requirement.number("count_grace_days"))
    for organization, account in _accounts(view):
        if account.opened_on is not None and account.opened_on > monday:
            continue
        if not any(week in year.weeks for year in view.registry.activity.get(account.id, ())):
            yield by, organization


def _plans(view: View, requirement: Requirement) -> Iterator[_Concern]:
    """The plan of the month that begins, in the first days of which it may still be made."""
    grace = requirement.number("grace_days")
    for month in calendar.months_between(view.as_of, view.as_of + datetime.timedelta(days=DAYS - 1)):
        first = datetime.date.fromisoformat(f"{month}-01")
        by = first + datetime.timedelta(days=max(grace, 1) - 1)
        for organization in view.registry.organizations.values():
            made = any(plan.month == month and plan.entries for plan in view.registry.plans.get(organization.id, ()))
            if made or organization.is_closed(view.as_of):
                continue
            if view.registry.active_accounts(organization.id, view.as_of):
                yield by, organization


def _portal_posts(view: View, requirement: Requirement) -> Iterator[_Concern]:
    """What was sent and is not placed yet; seen to be missing before its day, it may still be placed."""
    for organization, account in _accounts(view):
        for assignment, place in view.registry.assignments_by_account.get(account.id, ()):
            result = assignment.addressees[place].result
            missing = result is None or result.not_done_on is not None
            if assignment.kind == "portal-post" and assignment.issued_on <= view.as_of and missing:
                yield assignment.due_on, organization


def _exemptions(view: View, requirement: Requirement) -> Iterator[_Concern]:
    for organization in view.registry.organizations.values():
        for exemption in organization.exemptions:
            if exemption.until is not None and exemption.holds_on(view.as_of):
                yield exemption.until, organization


CONCERNS: Mapping[str, Callable[[View, Requirement], Iterator[_Concern]]] = {
    "accounts-controlled": _control,
    "registry-current": _review,
    "moderation": _moderation,
    "two-posts-a-week": _counts,
    "content-plan": _plans,
    "portal-posts-placed": _portal_posts,
    "exemption-grounds": _exemptions,
}
"""Who owes what by which day, by the check that would judge it; each has its text below `interface.due`."""
