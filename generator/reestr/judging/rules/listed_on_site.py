"""listed-on-site (clause 1.6.2): the organization's own site lists every active account.

Met: `accounts_page` was checked recently and `lists` holds every active account. Not applicable: `has_site: false`.
Breach: the check found that an account opened before it is not on the page. Unconfirmed: never checked, checked too
long ago, checked before the account was opened, checked without a recorded result (no `lists`), or it is unknown
whether there is a site. A new account has a grace period.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import Context, OrganizationRule, Parameters, before_next, earliest, known_by, without_page
from reestr.judging.rules.terms import Term, evidence_term, grace_term
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))
PARAMETERS: Parameters = {"evidence_period_days": int, "grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the result of the last check of the page that lists an organization's accounts."""
    accounts = [item for item in context.standing(organization).accounts if item.is_trusted(context.as_of)]
    if not accounts:
        return without_page(context, organization)
    if organization.has_site is False:
        return Verdict(Outcome.NOT_APPLICABLE, "no-site", (organization.at("/has_site"),))
    if organization.has_site is None:
        return Verdict(Outcome.UNCONFIRMED, "site-unknown", (organization.at(),))
    page = organization.accounts_page
    on = known_by(context.as_of, page.checked_on) if page is not None and page.url else None
    if page is None or on is None:
        begins = before_next(context.as_of, page.checked_on) if page is not None and page.url else None
        graces = [_grace(context, account) for account in accounts]
        running = [term for term in graces if term is not None]
        if len(running) == len(graces):
            evidence = tuple(account.at("/opened_on") for account in accounts)
            first = min(running, key=lambda term: term.last)
            holds_until = earliest(first.last, begins)
            return Verdict(Outcome.NOT_DUE, "grace", evidence, holds_until=holds_until, deadlines=first.deadlines)
        place = organization.at("/accounts_page" if page else "")
        return Verdict(Outcome.UNCONFIRMED, "never", (place,), holds_until=begins)
    checked = organization.at("/accounts_page/checked_on")
    values: dict[str, object] = {"on": on.isoformat()}
    term = evidence_term(context, on, "evidence_period_days")
    if not term.runs:
        values["period"] = context.requirement.number("evidence_period_days")
        return Verdict(Outcome.UNCONFIRMED, "expired", (checked,), values, deadlines=term.deadlines)
    if not page.lists_known:
        return Verdict(
            Outcome.UNCONFIRMED, "lists-unknown", (organization.at("/accounts_page"),), values, term.holds_until
        )
    missing = [account for account in accounts if account.id not in page.lists]
    if not missing:
        evidence = (organization.at("/accounts_page/lists"), checked)
        values["number"] = len(accounts)
        return Verdict(Outcome.MET, "met", evidence, values, term.holds_until, term.deadlines)
    return _missing(context, missing, on, checked, term)


def _missing(context: Context, missing: Sequence[Account], on: datetime.date, checked: Evidence, term: Term) -> Verdict:
    """Return the verdict on accounts that the page did not list on a day."""
    graces = [_grace(context, account) for account in missing]
    first = min((grace for grace in graces if grace is not None), key=lambda grace: grace.last, default=None)
    holds_until = earliest(term.holds_until, first.last if first is not None else None)
    old = [account for account, grace in zip(missing, graces, strict=True) if grace is None]
    there = [account for account in old if account.opened_on is None or account.opened_on <= on]
    named = there or old or missing
    values: dict[str, object] = {"on": on.isoformat(), "accounts": tuple(account.url for account in named)}
    places = (checked, *(account.at("/url") for account in named))
    if there:
        return Verdict(Outcome.BREACH, "missing", places, values, holds_until)
    if old:
        return Verdict(Outcome.UNCONFIRMED, "opened-later", places, values, holds_until)
    deadlines = first.deadlines if first is not None else ()
    return Verdict(Outcome.NOT_DUE, "grace", places, holds_until=holds_until, deadlines=deadlines)


def _grace(context: Context, account: Account) -> Term | None:
    """Return the grace period of an account while it runs."""
    term = grace_term(context, account.opened_on)
    return term if term is not None and term.runs else None


RULE = OrganizationRule(judge, OUTCOMES, PARAMETERS)
