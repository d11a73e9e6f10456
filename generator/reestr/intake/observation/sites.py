"""Reads the page of an organization's own site on which its accounts are listed (clause 1.6.2), as evidence.

An answer is kept as `{url, final_url, links, others, sha256}`: `links` are the pages of networks that the page names
and the registry knows, by the canonical addresses; `others` is the number of further ones, which may be the pages of
people and are therefore not kept; `sha256` is the hash of the page's bytes. Of a page that is gone, `{url, final_url}`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reestr import __version__
from reestr.intake.observation.archive import Archive
from reestr.intake.observation.collector import ApiRequest, KeptAnswer, ObservedOutcome
from reestr.intake.observation.guarded_fetch import FetchDeadline, FetchedPage, FetchRefusedError, GuardedFetcher
from reestr.intake.observation.latest import FAKE_ON_SITE, LatestData, incident_json, local
from reestr.intake.observation.machine_clock import MachineClock, WrongClockError, differing_date
from reestr.intake.observation.observing import Incident, Progress, archived
from reestr.intake.observation.page_links import read_links
from reestr.intake.observation.robots import AGENT, RobotsGate
from reestr.registry.account import Account
from reestr.registry.addresses import Address, read_address
from reestr.registry.city import Network
from reestr.registry.organization import Organization
from reestr.registry.origin import ArchivedAnswers
from reestr.registry.registry import Registry

SITES = "sites"
"""The name under which requests to sites stand in the archive, in place of a network's id."""

LEAST_TEXT = 200
"""The least number of characters by which a page without any network page is taken for one that a machine can read.

Shorter ones are drawn by scripts in the browser, or ask whether the reader is a machine: what they lack says nothing.
"""

WRONG_CLOCK = "clock"
"""The reason of a refusal: the site's date and the machine's clock differ too much, and one of them is wrong."""

_LISTING_RULE, _EVIDENCE = "listed", "evidence_period_days"
_HTML = frozenset(("text/html", "application/xhtml+xml", ""))
_ACCEPT = "text/html, application/xhtml+xml"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# The end of a page is looked for in this many of its last bytes.
_TAIL = 1000


@dataclass(frozen=True, slots=True)
class SiteToRead:
    """A page to read: the organization whose it is, and its accounts in use.

    `listing` says that the record names the page as the one that lists the accounts; otherwise it is the site's first
    page, which proves an account that it names, but nothing about those it does not name.
    """

    organization: Organization
    url: str
    listing: bool
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class SiteNight:
    """What one night says of an organization's site.

    `lists` are the ids of the organization's accounts in use that the page names, in the order of the registry; None if
    nothing is known of that: the answer was refused, or it is a first page that is gone. `named` are all pages of the
    registry that it names, by network and address or number.
    """

    site: SiteToRead
    at: datetime.datetime
    outcome: ObservedOutcome
    reason: str | None
    lists: tuple[str, ...] | None
    answers: ArchivedAnswers | None
    named: frozenset[tuple[str, str]] = frozenset()

    @property
    def names_all(self) -> bool:
        """Return whether the page names every account in use."""
        return self.lists is not None and len(self.lists) == len(self.site.accounts)


AskSite = Callable[[str], KeptAnswer]
"""Returns what came of asking for a page. Raises OSError if the answer cannot be kept."""


def user_agent(contact: str | None) -> str:
    """Return how the program names itself to sites; `contact` is the address of whose registry it is, if known."""
    about = f"; +{contact}" if contact and contact.isascii() and contact.isprintable() else ""
    return f"{AGENT}/{__version__} (registry of official accounts{about})"


def sites_to_read(
    registry: Registry, day: datetime.date, organizations: Collection[str] | None = None
) -> tuple[SiteToRead, ...]:
    """Return the pages to read on a day, of all organizations or of some, in the registry's order.

    Organizations that are closed or to come, those without a page of theirs and those without an account in use have
    none.
    """
    return tuple(_sites(registry, day, organizations))


def _sites(registry: Registry, day: datetime.date, organizations: Collection[str] | None) -> Iterator[SiteToRead]:
    for organization in registry.organizations.values():
        if organizations is not None and organization.id not in organizations:
            continue
        if organization.is_closed(day) or organization.is_to_come(day) or organization.has_site is False:
            continue
        accounts = registry.active_accounts(organization.id, day)
        page = organization.accounts_page
        if accounts and page is not None and page.url and not _found_by_machine(organization):
            yield SiteToRead(organization, page.url, True, accounts)
        elif accounts and organization.site:
            yield SiteToRead(organization, organization.site, False, accounts)


def _found_by_machine(organization: Organization) -> bool:
    """Return whether the listing page is the site's first page, which the program entered: no person ever named it."""
    page = organization.accounts_page
    return page is not None and page.checked_on is None and not page.lists_known and page.url == organization.site


def observe_sites(
    sites: Sequence[SiteToRead], ask: AskSite, networks: Sequence[Network], progress: Progress | None = None
) -> Iterator[SiteNight]:
    """Yield what each page says, in their order, one after the other; a page that several organizations share is asked
    for once.

    Raises OSError if answers cannot be kept.
    """
    asked: dict[str, KeptAnswer] = {}
    for done, site in enumerate(sites):
        if progress is not None:
            progress(done, len(sites))
        kept = asked.get(site.url)
        if kept is None:
            kept = asked[site.url] = ask(site.url)
        yield site_night(site, kept, networks)


def site_night(site: SiteToRead, kept: KeptAnswer, networks: Sequence[Network]) -> SiteNight:
    """Return what a kept answer says of an organization's site; also of one that was read from an archive."""
    lists: tuple[str, ...] | None = None
    if kept.outcome == "seen":
        lists = listed_accounts(kept, site.accounts, networks)
    elif kept.outcome == "gone" and site.listing:
        lists = ()
    answers = archived((kept,)) if kept.outcome != "refused" else None
    named = frozenset(_named(kept, networks)) if kept.outcome == "seen" else frozenset[tuple[str, str]]()
    return SiteNight(site, kept.at, kept.outcome, kept.reason, lists, answers, named)


def listed_accounts(
    kept: KeptAnswer, accounts: Sequence[Account], networks: Sequence[Network], *, formerly: bool = False
) -> tuple[str, ...]:
    """Return the ids of the accounts that a kept answer names, by address or number; in the order of the accounts.

    With `formerly` an account's earlier addresses count too: it had one of them when an old answer was kept.
    """
    named = _named(kept, networks)
    return tuple(
        account.id
        for account in accounts
        if not named.isdisjoint(_keys_of(account))
        or (formerly and any((account.network, item.url) in named for item in account.previous_addresses))
    )


def _named(kept: KeptAnswer, networks: Sequence[Network]) -> set[tuple[str, str]]:
    """Return the pages that a kept answer names, by network and address, and by network and number if it states one."""
    links = kept.answer.get("links") if isinstance(kept.answer, Mapping) else None
    return {
        key
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, str) and isinstance(address := read_address(link, networks), Address)
        for key in _keys(address.network, address.canonical, address.numeric_id)
    }


def known_pages(registry: Registry) -> frozenset[tuple[str, str]]:
    """Return every page of the registry by address and by number: of accounts, former addresses, false pages."""
    networks = tuple(registry.networks.values())
    found = {key for account in registry.accounts.values() for key in _keys_of(account)}
    former = [item.url for account in registry.accounts.values() for item in account.previous_addresses]
    for url in (*former, *(fake.url for fake in registry.fakes.values())):
        address = read_address(url, networks)
        if isinstance(address, Address):
            found.update(_keys(address.network, address.canonical, address.numeric_id))
    return frozenset(found)


def _keys_of(account: Account) -> tuple[tuple[str, str], ...]:
    return _keys(account.network, account.url, account.numeric_id)


def _keys(network: str, url: str, number: str | None) -> tuple[tuple[str, str], ...]:
    return ((network, url),) if number is None else ((network, url), (network, number))


def listing_term(registry: Registry) -> int | None:
    """Return the shortest time in days for which a check of a listing page counts; None if it has no end."""
    stating = [item for item in registry.judged_by(_LISTING_RULE) if _EVIDENCE in item.parameters]
    terms = [number for item in stating for number in item.numbers(_EVIDENCE)]
    return min(terms, default=None)


def incidents_on_sites(registry: Registry, nights: Sequence[SiteNight]) -> tuple[Incident, ...]:
    """Return the known false pages that the organizations' own sites name, each with the address of the site's page."""
    networks = tuple(registry.networks.values())
    found: list[Incident] = []
    for fake in registry.fakes.values():
        address = read_address(fake.url, networks)
        if isinstance(address, Address):
            keys = _keys(address.network, address.canonical, fake.numeric_id or address.numeric_id)
            urls = dict.fromkeys(night.site.url for night in nights if not night.named.isdisjoint(keys))
            found += [Incident(FAKE_ON_SITE, fake=fake.id, url=url) for url in urls]
    return tuple(found)


def with_sites(
    latest: LatestData, nights: Sequence[SiteNight], incidents: Sequence[Incident], zone: ZoneInfo
) -> LatestData:
    """Return the data of `latest.json` with what a night says of sites; of other organizations they stay.

    An incident of an earlier night goes on while the site is refused: a refusal says nothing.
    """
    entries = {
        night.site.organization.id: {"outcome": night.outcome, "at": local(night.at, zone), "reason": night.reason}
        for night in nights
    }
    answered = {night.site.url for night in nights if night.outcome != "refused"}
    kept = [item for item in latest["incidents"] if item.get("kind") != FAKE_ON_SITE or item.get("url") not in answered]
    return {
        **latest,
        "sites": dict(sorted({**latest["sites"], **entries}.items())),
        "incidents": sorted([*kept, *map(incident_json, incidents)], key=lambda item: json.dumps(item, sort_keys=True)),
    }


@dataclass(slots=True)
class LiveSites:
    """Sites asked over HTTP, one after the other; call it as an `AskSite`. `clock` gives aware moments.

    What was answered today is taken from the archive; a refusal is asked again. `asked` counts the pages asked for.
    `machine` gives the machine's moment where no network has confirmed it tonight; then a site whose date differs too
    much is refused, and `differing` says how much.
    """

    fetcher: GuardedFetcher
    gate: RobotsGate
    networks: Sequence[Network]
    known: Collection[tuple[str, str]]
    archive: Archive
    clock: Callable[[], datetime.datetime]
    machine: MachineClock | None = None
    asked: int = 0
    differing: WrongClockError | None = None

    def __call__(self, url: str) -> KeptAnswer:
        """Return what came of asking for a page. Raises OSError if it cannot be kept."""
        request = ApiRequest(SITES, "GET", {"url": url})
        kept = self.archive.remembered(request)
        if kept is not None:
            return kept
        kept = self._asked(request, url)
        # Nothing is kept under a day that may be a wrong one.
        return kept if kept.reason == WRONG_CLOCK else self.archive.append(kept)

    def _asked(self, request: ApiRequest, url: str) -> KeptAnswer:
        deadline = FetchDeadline(self.fetcher.limits.seconds)
        try:
            location = self.fetcher.location(url)
            self.asked += 1
            self.gate.check(location, deadline)
            page = self.fetcher.fetch(
                location, _ACCEPT, deadline, before_redirect=lambda place: self.gate.check(place, deadline)
            )
        except FetchRefusedError as error:
            return KeptAnswer(request, self.clock(), error.status, "refused", error.reason)
        if self.machine is not None and (there := differing_date(page.date, here := self.machine())) is not None:
            self.differing = WrongClockError(here, there)
            return KeptAnswer(request, self.clock(), page.status, "refused", WRONG_CLOCK)
        outcome, reason, answer = self._read(url, page)
        return KeptAnswer(request, self.clock(), page.status, outcome, reason, answer)

    def _read(self, url: str, page: FetchedPage) -> tuple[ObservedOutcome, str | None, Mapping[str, object] | None]:
        """Return outcome, reason and reduced answer of a page."""
        places = {"url": url, "final_url": page.location.url}
        if page.status in (404, 410):
            return "gone", "no-page", places
        if (refusal := _refusal(page)) is not None:
            return "refused", refusal, None
        found = read_links(page.body, page.charset, page.location.url, self.networks)
        if not found.pages and found.text < LEAST_TEXT:
            return "refused", "no-text", None
        links = [item.canonical for item in found.pages if self._knows(item)]
        hashed = hashlib.sha256(page.body).hexdigest()
        return "seen", None, {**places, "links": links, "others": len(found.pages) - len(links), "sha256": hashed}

    def _knows(self, address: Address) -> bool:
        return any(key in self.known for key in _keys(address.network, address.canonical, address.numeric_id))


def _refusal(page: FetchedPage) -> str | None:
    """Return why a page cannot be read, None if it can."""
    if page.status != 200:
        if page.status >= 500:
            return "site-error"
        return {401: "forbidden", 403: "forbidden", 429: "too-many"}.get(page.status, "unknown")
    if page.media_type not in _HTML:
        return "not-html"
    if b"\0" in page.body and not page.body.startswith(_UTF_16) and not page.charset.startswith("utf-16"):
        return "malformed"
    if not page.measured and b"</html" not in page.body[-_TAIL:].lower():
        return "cut-off"
    return None
