"""listed-on-site (clause 1.6.2): the organization's own site lists every active account.

Met: `accounts_page` was checked lately and `lists` holds every active account; not applicable: `has_site: false`.
Breach: the check found that an account opened before it is not on the page. Unconfirmed: never checked, checked too
long ago, checked before the account was opened, checked without a word on what was found (no `lists`), or nobody knows
whether there is a site. A new account has a grace.
"""

from __future__ import annotations

from reestr.judging.check import Context, Days, OrganizationCheck, Parameters, without_page
from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rules.terms import in_grace, known_by
from reestr.registry.organization import Organization

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))
PARAMETERS: Parameters = {"evidence_period_days": int, "grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge what the last check of the organization's page of accounts found."""
    accounts = context.registry.active_accounts(organization.id, context.as_of)
    if not accounts:
        return without_page(context, organization)
    if organization.has_site is False:
        return Verdict(Outcome.NOT_APPLICABLE, "no-site", (organization.at("/has_site"),))
    if organization.has_site is None:
        return Verdict(Outcome.UNCONFIRMED, "site-unknown", (organization.at(),))
    page = organization.accounts_page
    on = known_by(context.as_of, page.checked_on) if page is not None and page.url else None
    if page is None or on is None:
        if all(in_grace(context, account.opened_on) for account in accounts):
            return Verdict(Outcome.NOT_DUE, "grace", tuple(account.at("/opened_on") for account in accounts))
        return Verdict(Outcome.UNCONFIRMED, "never", (organization.at("/accounts_page" if page else ""),))
    checked = organization.at("/accounts_page/checked_on")
    values: dict[str, object] = {"on": on.isoformat()}
    period = context.requirement.number("evidence_period_days")
    if context.days_since(on) > period:
        return Verdict(Outcome.UNCONFIRMED, "expired", (checked,), {**values, "period": period})
    if not page.lists_known:
        return Verdict(Outcome.UNCONFIRMED, "lists-unknown", (organization.at("/accounts_page"),), values)
    missing = [account for account in accounts if account.id not in page.lists]
    if not missing:
        evidence = (organization.at("/accounts_page/lists"), checked)
        return Verdict(Outcome.MET, "met", evidence, {**values, "number": len(accounts)})
    old = [account for account in missing if not in_grace(context, account.opened_on)]
    there = [account for account in old if account.opened_on is None or account.opened_on <= on]
    values["accounts"] = tuple(account.url for account in there or old or missing)
    places = (checked, *(account.at("/url") for account in there or old or missing))
    if there:
        return Verdict(Outcome.BREACH, "missing", places, values)
    if old:
        return Verdict(Outcome.UNCONFIRMED, "opened-later", places, values)
    return Verdict(Outcome.NOT_DUE, "grace", places)


def _days(context: Context, organization: Organization) -> Days:
    return (organization.accounts_page.checked_on if organization.accounts_page is not None else None,)


CHECK = OrganizationCheck(judge, OUTCOMES, PARAMETERS, days=_days)
