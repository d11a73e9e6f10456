"""listed: the organization's own site lists every active account.

Met: `accounts_page` was checked recently and `lists` holds every active account. Not applicable: `has_site: false`.
Breach: the check found that an account opened before it is not on the page. Unconfirmed: never checked, checked too
long ago, checked before the account was opened, checked without a recorded result (no `lists`), not found by the
program where a person had found it, or it is unknown whether there is a site. A new account has a grace period.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.rule import (
    Context,
    OrganizationRule,
    Parameters,
    RuleFamily,
    before_next,
    earliest,
    known_by,
    without_page,
)
from reestr.judging.rules.terms import Term, evidence_term, grace_term
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence

_OUTCOMES = frozenset((Outcome.MET, Outcome.BREACH, Outcome.UNCONFIRMED, Outcome.NOT_DUE, Outcome.NOT_APPLICABLE))
_PARAMETERS: Parameters = {"evidence_period_days": int, "grace_days": int}


def judge(context: Context, organization: Organization) -> Verdict:
    """Judge the result of the last check of the page that lists an organization's accounts."""
    accounts = [item for item in context.standing(organization).accounts if item.is_trusted(context.as_of)]
    if not accounts:
        return without_page(context, organization)
    if organization.has_site is False:
        return Verdict(Outcome.NOT_APPLICABLE, "no-site", (organization.at("/has_site"),))
    if organization.has_site is None:
        return Verdict(Outcome.UNCONFIRMED, "site-unknown", (organization.at(),))
    checks, later = _checks(context, organization)
    if not checks:
        page = organization.accounts_page
        graces = [_grace(context, account) for account in accounts]
        running = [term for term in graces if term is not None]
        if len(running) == len(graces):
            evidence = tuple(account.at("/opened_on") for account in accounts)
            first = min(running, key=lambda term: term.last)
            holds_until = earliest(first.last, later)
            return Verdict(Outcome.NOT_DUE, "grace", evidence, holds_until=holds_until, deadlines=first.deadlines)
        place = organization.at("/accounts_page" if page else "")
        return Verdict(Outcome.UNCONFIRMED, "never", (place,), holds_until=later)
    counting = [check for check in checks if check.term.runs]
    check = min(counting or checks, key=lambda item: item.lists is None)
    values: dict[str, object] = {"on": check.on.isoformat()}
    if check.by_machine:
        values["machine_on"] = check.on.isoformat()
    if not counting:
        values["period"] = context.number("evidence_period_days")
        return Verdict(Outcome.UNCONFIRMED, "expired", (check.day,), values, later, check.term.deadlines)
    until = earliest(later, *(item.term.holds_until for item in counting))
    if check.lists is None:
        return Verdict(Outcome.UNCONFIRMED, "lists-unknown", (organization.at("/accounts_page"),), values, until)
    missing = [account for account in accounts if account.id not in check.lists]
    if not missing:
        values["number"] = len(accounts)
        return Verdict(Outcome.MET, "met", (check.place, check.day), values, until, check.term.deadlines)
    person = next((item for item in counting if not item.by_machine), None) if check.by_machine else None
    return _missing(context, missing, check, values, until, person)


@dataclass(frozen=True, slots=True)
class _Check:
    """A check of the page made by the date of judging: its day, the accounts it found (None: not recorded), who made
    it, how long it counts, and where its result and its day stand in the record.
    """

    on: datetime.date
    lists: tuple[str, ...] | None
    by_machine: bool
    term: Term
    place: Evidence
    day: Evidence


def _checks(context: Context, organization: Organization) -> tuple[list[_Check], datetime.date | None]:
    """Return the checks known on the date of judging, the latest first, and the day before one of a later day."""
    page = organization.accounts_page
    if page is None or not page.url:
        return [], None
    found = []
    if (on := known_by(context.as_of, page.checked_on)) is not None:
        lists = page.lists if page.lists_known else None
        found.append(_check(context, organization, on, lists, ""))
    seen = page.machine
    if seen is not None and (on := known_by(context.as_of, seen.on)) is not None:
        found.append(_check(context, organization, on, seen.lists, "/machine"))
    # Sorting keeps the person's check of the same day before the program's.
    found.sort(key=lambda check: check.on, reverse=True)
    return found, before_next(context.as_of, page.checked_on, None if seen is None else seen.on)


def _check(
    context: Context, organization: Organization, on: datetime.date, lists: tuple[str, ...] | None, path: str
) -> _Check:
    place = organization.at(f"/accounts_page{path}/lists")
    day = organization.at(f"/accounts_page{path}/{'on' if path else 'checked_on'}")
    return _Check(on, lists, bool(path), evidence_term(context, on, "evidence_period_days"), place, day)


def _missing(
    context: Context,
    missing: Sequence[Account],
    check: _Check,
    values: Mapping[str, object],
    until: datetime.date | None,
    person: _Check | None,
) -> Verdict:
    """Return the verdict on accounts that the page did not list on the day of a check.

    `person` is an earlier check by a person that still counts. What it found and the program did not find is no breach
    before a person has looked: scripts of a page may draw links that the program does not see.
    """
    graces = [_grace(context, account) for account in missing]
    first = min((grace for grace in graces if grace is not None), key=lambda grace: grace.last, default=None)
    holds_until = earliest(until, first.last if first is not None else None)
    old = [account for account, grace in zip(missing, graces, strict=True) if grace is None]
    there = [account for account in old if account.opened_on is None or account.opened_on <= check.on]
    found_before = person.lists if person is not None and person.lists is not None else ()
    firm = [account for account in there if account.id not in found_before]
    named = firm or there or old or missing
    values = {**values, "accounts": tuple(account.url for account in named)}
    places = (check.day, *(account.at("/url") for account in named))
    if firm:
        return Verdict(Outcome.BREACH, "missing", places, values, holds_until)
    if there and person is not None:
        values["person_on"] = person.on.isoformat()
        evidence = (*places, person.day)
        return Verdict(Outcome.UNCONFIRMED, "disputed", evidence, values, holds_until, person.term.deadlines)
    if old:
        return Verdict(Outcome.UNCONFIRMED, "opened-later", places, values, holds_until)
    deadlines = first.deadlines if first is not None else ()
    return Verdict(Outcome.NOT_DUE, "grace", places, holds_until=holds_until, deadlines=deadlines)


def _grace(context: Context, account: Account) -> Term | None:
    """Return the grace period of an account while it runs."""
    term = grace_term(context, account.opened_on)
    return term if term is not None and term.runs else None


_RULE = OrganizationRule(judge, _OUTCOMES, _PARAMETERS)
FAMILY = RuleFamily("listed", lambda rule: _RULE)
