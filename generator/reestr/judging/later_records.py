"""Limits verdicts that judge a day by the records of a later day: what no dated fact proves is unconfirmed.

The organization that had an account on the day is known if the record names its former owners. It is never known that
there was no account, person or paper: it may have existed and have left the records since.
"""

from __future__ import annotations

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import CityRule, Context, OrganizationRule
from reestr.registry.account import Account
from reestr.registry.organization import Organization

# Outcomes that claim something about the day; the others say that there is nothing to judge.
_CLAIMS = frozenset((Outcome.BREACH, Outcome.ADVICE, Outcome.NOT_DUE, Outcome.MET))


def of_city(context: Context, rule: CityRule, verdict: Verdict) -> Verdict:
    """Return the verdict on the city; an unconfirmed one if later records do not prove it."""
    if not context.by_later_records or verdict.outcome not in _CLAIMS - rule.dated:
        return verdict
    return Verdict(Outcome.UNCONFIRMED, "common.later-records", verdict.evidence)


def of_organization(context: Context, rule: OrganizationRule, organization: Organization, verdict: Verdict) -> Verdict:
    """Return the verdict on an organization; an unconfirmed one if later records do not prove it."""
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
    """Return the verdict on an account.

    It is an unconfirmed one if later records do not tell which organization had the account on the day.
    """
    if not context.by_later_records or account.previous_owners or verdict.outcome not in _CLAIMS:
        return verdict
    return Verdict(Outcome.UNCONFIRMED, "common.owner-undated", (account.at("/organization"),))
