"""Where a page of the site is, seen from another page: every internal link is relative and made here."""

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
    """Makes the addresses of one page's links; `root` is the way from that page to the site's root ("../../")."""

    root: str

    def to(self, path: str = "") -> str:
        """The address of a page or file by its path below the site's root; "" is the home page."""
        return self.root + path if self.root or path else "./"

    def organization(self, identifier: str) -> str:
        """The page of an organization."""
        return f"{self.root}organizations/{quote(identifier, safe='')}/"

    def account(self, organization: str, identifier: str) -> str:
        """An account's place on the page of its organization."""
        return f"{self.organization(organization)}#account-{quote(identifier, safe='')}"

    def requirement(self, identifier: str) -> str:
        """The page of a requirement."""
        return f"{self.root}requirements/{quote(identifier, safe='')}/"

    def clause(self, block: str) -> str:
        """A block of the act on the page of the act; `block` is the block's id."""
        return f"{self.root}decree/#{quote(block, safe='')}"

    def organization_json(self, identifier: str) -> str:
        """The open data of one organization."""
        return f"{self.root}api/v1/organizations/{quote(identifier, safe='')}.json"

    def account_badge(self, identifier: str) -> str:
        """The badge of an account: a picture for the organization's own site."""
        return f"{self.root}badges/accounts/{quote(identifier, safe='')}.svg"

    def organization_badge(self, identifier: str) -> str:
        """The badge of an organization."""
        return f"{self.root}badges/organizations/{quote(identifier, safe='')}.svg"

    def subject(self, subject: Subject, registry: Registry) -> str:
        """The page on which the subject of a finding is shown; the city's is the home page."""
        if subject.kind == "organization":
            return self.organization(subject.id)
        if subject.kind == "account" and subject.id in registry.accounts:
            return self.account(registry.accounts[subject.id].organization, subject.id)
        return self.to()

    def edit(self, site: Site, origin: Origin) -> str:
        """Where a record is edited: its file on the forge, or the page that tells how, when no forge is known."""
        return _edit(site.edit_url, origin.file) if site.edit_url else f"{self.root}contribute/"


@cache
def _edit(edit_url: str, file: str) -> str:
    return edit_url + quote(file)


def subject_title(subject: Subject, registry: Registry) -> str:
    """The name of whom a finding is about: an organization's short name, an account's address without its scheme."""
    if subject.kind == "organization":
        organization: Organization | None = registry.organizations.get(subject.id)
        return organization.title if organization else subject.id
    if subject.kind == "account":
        account = registry.accounts.get(subject.id)
        return without_scheme(account.url) if account else subject.id
    return registry.city.municipality.short_name


def is_outbound(url: str | None) -> bool:
    """Whether an address taken from a record may become a link: only http and https may."""
    return url is not None and url.startswith(("https://", "http://"))
