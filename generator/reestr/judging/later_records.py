"""Verdicts on a day by the records of a later day: what the records hold without its days is unconfirmed for that day.

Whose page an account was is known where the record names its former owners. That there is no account, no person, no
paper is never known: it may have been there, and have passed to another organization since.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import CityRule, Context, OrganizationRule
from reestr.registry.account import Account
from reestr.registry.organization import Organization

# Outcomes that claim something about the day; the others say that there is nothing to judge.
_CLAIMS = frozenset((Outcome.BREACH, Outcome.ADVICE, Outcome.NOT_DUE, Outcome.MET))


def of_city(context: Context, rule: CityRule, verdict: Verdict) -> Verdict:
    """The verdict on the city, unconfirmed where later records do not prove it."""
    if not context.by_later_records or verdict.outcome not in _CLAIMS - rule.dated:
        return verdict
    return Verdict(Outcome.UNCONFIRMED, "common.later-records", verdict.evidence)


def of_organization(context: Context, rule: OrganizationRule, organization: Organization, verdict: Verdict) -> Verdict:
    """The verdict on an organization, unconfirmed where later records do not prove it."""
    if not context.by_later_records:
        return verdict
    if verdict.outcome is Outcome.EXEMPT:
        proven = all(item.since is not None for item in organization.exemptions)
    elif verdict.reason == "common.closed":
        proven = organization.closed_on is not None
    else:
        proven = verdict.outcome not in _CLAIMS - rule.dated
    return verdict if proven else Verdict(Outcome.UNCONFIRMED, "common.later-records", verdict.evidence)


def of_account(context: Context, account: Account, verdict: Verdict) -> Verdict:
    """The verdict on an account, unconfirmed where later records do not say whose page it was on the day."""
    if not context.by_later_records or account.previous_owners or verdict.outcome not in _CLAIMS:
        return verdict
    return Verdict(Outcome.UNCONFIRMED, "common.owner-undated", (account.at("/organization"),))
