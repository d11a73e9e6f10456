"""The two-way proof of a page: the organization's site links to it, and the page names the site."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.judging.rule import Context, known_by
from reestr.judging.rules.observed import MACHINE, CountedObservation, last_look
from reestr.judging.rules.terms import evidence_term
from reestr.registry.account import Account
from reestr.registry.lists import WITH_SITE
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class TwoWayProof:
    """The days on which the program saw both sides: the link on the site, and the site named on the page."""

    site_on: datetime.date
    page_on: datetime.date

    @property
    def on(self) -> datetime.date:
        """Return the day on which the second of both sides was seen."""
        return max(self.site_on, self.page_on)


def two_way_proof(registry: Registry, account: Account, as_of: datetime.date) -> TwoWayProof | None:
    """Return the proof that holds on a day; None if one side was not seen, not by the program, or too long ago.

    A later check by a person that did not find the page on the site ends it. The terms are those of the requirements
    that judge both sides; without these requirements there is no term, and no proof.
    """
    site = registry.leading_requirement("listed", as_of)
    own_site = next(iter(registry.city.lists.ids("facts", WITH_SITE)), "")
    page = registry.leading_requirement("observed", as_of, all_of=own_site) if own_site else None
    organization = registry.organizations.get(account.owner_on(as_of))
    if site is None or page is None or organization is None or not account.is_trusted(as_of):
        return None
    listed = organization.accounts_page
    if listed is None or listed.machine is None:
        return None
    on = known_by(as_of, listed.machine.on)
    if on is None or account.id not in listed.machine.lists:
        return None
    checked = known_by(as_of, listed.checked_on)
    if checked is not None and checked >= on and listed.lists_known and account.id not in listed.lists:
        return None
    if not evidence_term(Context(registry, site, as_of).of(organization), on, "evidence_period_days").runs:
        return None
    looks = last_look(Context(registry, page, as_of).of(account), account)
    if not isinstance(looks, CountedObservation) or not looks.facts.get(own_site):
        return None
    look = looks.look_at(own_site)
    return TwoWayProof(on, look.on) if look.path == MACHINE else None
