"""Makes the relative address of every internal link."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from reestr.judging.finding import Subject
from reestr.publishing.view import Site
from reestr.registry.addresses import without_scheme
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the addresses of one page's links. `root` is the path from that page to the site's root ("../../")."""

    root: str

    def to(self, path: str = "") -> str:
        """Return the address of a page or file from its path below the site's root; "" is the home page."""
        return self.root + path if self.root or path else "./"

    def organization(self, identifier: str) -> str:
        """Return the address of an organization's page."""
        return f"{self.root}organizations/{quote(identifier, safe='')}/"

    def account(self, organization: str, identifier: str) -> str:
        """Return the address of an account on the page of its organization."""
        return f"{self.organization(organization)}#account-{quote(identifier, safe='')}"

    def requirement(self, identifier: str) -> str:
        """Return the address of a requirement's page."""
        return f"{self.root}requirements/{quote(identifier, safe='')}/"

    def clause(self, block: str) -> str:
        """Return the address of a block on the page of its act; `block` is its id, or `act#id` for a further act."""
        act, sign, name = block.partition("#")
        return f"{self.act(act)}#{quote(name, safe='')}" if sign else f"{self.root}act/#{quote(block, safe='')}"

    def act(self, identifier: str) -> str:
        """Return the address of the page of a further act."""
        return f"{self.root}acts/{quote(identifier, safe='')}/"

    def organization_json(self, identifier: str) -> str:
        """Return the address of an organization's open data."""
        return f"{self.root}api/v1/organizations/{quote(identifier, safe='')}.json"

    def account_badge(self, identifier: str) -> str:
        """Return the address of an account's badge: a picture for the organization's own site."""
        return f"{self.root}badges/accounts/{quote(identifier, safe='')}.svg"

    def organization_badge(self, identifier: str) -> str:
        """Return the address of an organization's badge."""
        return f"{self.root}badges/organizations/{quote(identifier, safe='')}.svg"

    def subject(self, subject: Subject, registry: Registry) -> str:
        """Return the address of the page that shows a finding's subject; for the city, the home page."""
        if subject.kind == "organization":
            return self.organization(subject.id)
        if subject.kind == "account" and subject.id in registry.accounts:
            return self.account(registry.accounts[subject.id].organization, subject.id)
        return self.to()

    def edit(self, site: Site, origin: Origin) -> str:
        """Return where a record is edited: its file on the forge or, without a forge, the page that explains how."""
        return _edit(site.edit_url, origin.file) if site.edit_url else f"{self.root}contribute/"


@cache
def _edit(edit_url: str, file: str) -> str:
    return edit_url + quote(file)


def subject_title(subject: Subject, registry: Registry) -> str:
    """Return the name of a finding's subject: the organization's short name, an account's address
    without its scheme.
    """
    if subject.kind == "organization":
        organization: Organization | None = registry.organizations.get(subject.id)
        return organization.title if organization else subject.id
    if subject.kind == "account":
        account = registry.accounts.get(subject.id)
        return without_scheme(account.url) if account else subject.id
    return registry.city.municipality.short_name


def is_outbound(url: str | None) -> bool:
    """Return whether an address from a record may become a link: only http and https may."""
    return url is not None and url.startswith(("https://", "http://"))
