"""Where tasks come from: what each requirement asks of an organization by which day, by the check that judges it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from generator.compliance.check import Context
from generator.model import calendar
from generator.model.account import Account
from generator.model.organization import Organization

Accounts = tuple[Account, ...]
Source = Callable[[Context, Organization, Accounts], Iterator[datetime.date]]
"""The days by which an organization that is not closed owes something; its accounts are those in use."""


def _control(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    period = datetime.timedelta(days=context.requirement.number("control_period_days"))
    for account in accounts:
        seen = account.observed
        if seen is not None and seen.by == "officer" and seen.on is not None:
            yield seen.on + period


def _review(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    period = datetime.timedelta(days=context.requirement.number("review_period_days"))
    records: tuple[Organization | Account, ...] = (organization, *accounts)
    for record in records:
        if record.reviewed_on is not None:
            yield record.reviewed_on + period


def _moderation(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    period = datetime.timedelta(days=context.requirement.number("attestation_period_days"))
    for account in accounts:
        if account.moderation is not None and account.moderation.attested_on is not None:
            yield account.moderation.attested_on + period


def _counts(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    """The count of the last full week, for the accounts that were in use all of it."""
    (week,) = calendar.last_full_weeks(context.as_of, 1)
    monday = calendar.week_monday(week)
    by = calendar.week_end(week) + datetime.timedelta(days=context.requirement.number("count_grace_days"))
    for account in accounts:
        if account.opened_on is not None and account.opened_on > monday:
            continue
        if not any(week in year.weeks for year in context.registry.activity.get(account.id, ())):
            yield by


def _plans(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    """The plan of this month and of the next, in the first days of which it may still be made."""
    grace = context.requirement.number("grace_days")
    this = context.as_of.replace(day=1)
    plans = context.registry.plans.get(organization.id, ())
    for first in (this, (this + datetime.timedelta(days=31)).replace(day=1)):
        made = any(plan.month == f"{first:%Y-%m}" and plan.entries for plan in plans)
        if accounts and not made:
            yield first + datetime.timedelta(days=max(grace, 1) - 1)


def _portal_posts(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    """What was sent and is not placed yet; seen to be missing before its day, it may still be placed."""
    for account in accounts:
        for assignment, place in context.registry.assignments_by_account.get(account.id, ()):
            result = assignment.addressees[place].result
            missing = result is None or result.not_done_on is not None
            if assignment.kind == "portal-post" and assignment.issued_on <= context.as_of and missing:
                yield assignment.due_on


def _exemptions(context: Context, organization: Organization, accounts: Accounts) -> Iterator[datetime.date]:
    for exemption in organization.exemptions:
        if exemption.until is not None and exemption.holds_on(context.as_of):
            yield exemption.until


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "accounts-controlled": _control,
        "registry-current": _review,
        "moderation": _moderation,
        "two-posts-a-week": _counts,
        "content-plan": _plans,
        "portal-posts-placed": _portal_posts,
        "exemption-grounds": _exemptions,
    }
)
"""What may fall due, by the check that would judge it."""
