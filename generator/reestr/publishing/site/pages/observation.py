"""What the program saw of the pages: incidents first, then the last night, disagreements, silent pages, sites."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.publishing.site.widgets.machine_weeks import Disagreement, disagreements
from reestr.publishing.site.widgets.page_watch import refusal_text
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records.latest_observation import LatestObservation, NightIncident, QuotaUsed
from reestr.registry.account import Account
from reestr.registry.addresses import without_scheme
from reestr.registry.city import Network
from reestr.registry.organization import Organization

PATH = "observation/"
SILENT_DAYS = 14
"""The days without a post after which the page lists an account."""

_IN_RECORDS = frozenset(("other-page", "gone", "former-taken"))
"""Kinds of incidents that the records hold, with the day on which each began."""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in words, with the account it concerns (None for a false page) and the day since it lasts, if known.

    `urgent` incidents may deceive readers: an address of an organization shows a page that is not its own.
    """

    said: str
    organization: Organization | None
    account: Account | None
    since: datetime.date | None
    urgent: bool


@dataclass(frozen=True, slots=True)
class Refusals:
    """The number of pages or sites that were not seen for one reason, and what to do."""

    reason: str
    count: int
    advice: str


@dataclass(frozen=True, slots=True)
class NetworkNow:
    """The pages in use of one network by the outcome of their last look; `unasked` were not asked for yet."""

    network: Network
    pages: int
    seen: int
    gone: int
    refused: int
    unasked: int
    refusals: Sequence[Refusals]
    quota: QuotaUsed | None


@dataclass(frozen=True, slots=True)
class DifferingPage:
    """A page with weeks that a person and the program counted differently."""

    organization: Organization
    account: Account
    weeks: Sequence[Disagreement]


@dataclass(frozen=True, slots=True)
class SilentPage:
    """A page without a post for two weeks; `last` is the day of the last post, None if the page has none."""

    organization: Organization
    account: Account
    last: datetime.date | None


@dataclass(frozen=True, slots=True)
class SitesNow:
    """The sites by the outcome of their last reading."""

    sites: int
    seen: int
    refusals: Sequence[Refusals]


def build(view: View) -> Page:
    """Return the page of the observations."""
    latest = view.latest
    watched = [network for network in view.registry.networks.values() if _collector(network)]
    networks = [_network_now(view, network, latest) for network in watched]
    return section_page(
        view,
        "observation",
        PATH,
        latest=latest,
        stale=latest is not None and (view.as_of - latest.day).days > 1,
        incidents=_incidents(view),
        networks=networks,
        pages=sum(item.pages for item in networks),
        seen=sum(item.seen for item in networks),
        gone=sum(item.gone for item in networks),
        refused=sum(item.refused for item in networks),
        unasked=sum(item.unasked for item in networks),
        by_hand=[item for item in view.registry.networks.values() if not _collector(item)],
        differing=list(_differing(view)),
        silent=_silent(view, latest) if latest is not None else [],
        silent_days=SILENT_DAYS,
        sites=_sites_now(latest) if latest is not None and latest.sites else None,
    )


def _collector(network: Network) -> bool:
    return network.observation is not None and network.observation.collector is not None


def _in_use(view: View) -> Iterator[tuple[Organization, Account]]:
    """Yield the pages in use of the organizations that exist, in their order."""
    for organization in view.registry.organizations.values():
        if not organization.is_closed(view.as_of):
            for account in view.registry.active_accounts(organization.id, view.as_of):
                yield organization, account


def _network_now(view: View, network: Network, latest: LatestObservation | None) -> NetworkNow:
    accounts = [account for _, account in _in_use(view) if account.network == network.id]
    known = latest.accounts if latest is not None else {}
    looks = [known[account.id].look for account in accounts if account.id in known]
    # A page may be seen while its posts are refused: that is a refusal, as `reestr observe` counts it.
    outcomes = Counter("refused" if look.outcome == "seen" and look.reason else look.outcome for look in looks)
    reasons = Counter(look.reason for look in looks if look.reason is not None and look.outcome != "gone")
    return NetworkNow(
        network,
        len(accounts),
        outcomes["seen"],
        outcomes["gone"],
        outcomes["refused"],
        len(accounts) - len(looks),
        _refusals(reasons),
        latest.quota.get(network.id) if latest is not None else None,
    )


def _refusals(reasons: Counter[str]) -> list[Refusals]:
    return [
        Refusals(refusal_text(reason), count, _advice(reason))
        for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    ]


def _advice(reason: str) -> str:
    key = f"observation.advice.{reason}"
    return wording.text(key) if wording.has(key) else ""


def _incidents(view: View) -> list[IncidentRow]:
    """Return the incidents that last, those that may deceive readers first."""
    rows = [row for organization, account in _in_use(view) for row in _of_records(view, organization, account)]
    rows += _of_latest(view)
    return sorted(rows, key=lambda row: not row.urgent)


def _of_records(view: View, organization: Organization, account: Account) -> Iterator[IncidentRow]:
    loss = account.loss_on(view.as_of) if account.control_lost else None
    if loss is not None:
        said = _said(f"lost-{loss.how}", account.url, loss.numeric_id)
        yield IncidentRow(said, organization, account, loss.since, loss.how in ("other-page", "hijacked"))
    for previous in account.previous_addresses:
        if previous.is_taken(view.as_of):
            said = _said("former-taken", previous.url, previous.taken_by)
            yield IncidentRow(said, organization, account, previous.taken_since, urgent=False)


def _of_latest(view: View) -> Iterator[IncidentRow]:
    for item in view.latest.incidents if view.latest is not None else ():
        account = view.registry.accounts.get(item.account or "")
        if item.kind in _IN_RECORDS and account is not None and _is_recorded(view, account, item):
            continue
        organization = None if account is None else view.registry.organizations.get(account.owner_on(view.as_of))
        fake = view.registry.fakes.get(item.fake or "")
        url = item.url or (account.url if account is not None else fake.url if fake is not None else "")
        yield IncidentRow(
            _said(item.kind, url, item.number, item.name),
            organization,
            account,
            None,
            item.kind in ("other-page", "number-of-another", "fake-on-site"),
        )


def _is_recorded(view: View, account: Account, item: NightIncident) -> bool:
    if item.kind == "former-taken":
        return any(previous.is_taken(view.as_of) for previous in account.previous_addresses)
    loss = account.loss_on(view.as_of)
    return loss is not None and loss.how == item.kind


def _said(kind: str, url: str, number: str | None, name: str | None = None) -> str:
    """Return an incident in words; one of a kind that this version does not know by its address and its key."""
    known = wording.has(f"interface.incidents.{kind}")
    numbered = wording.text("interface.incidents.numbered", number=number) if number else ""
    renamed = wording.text("interface.incidents.new-name", name=name) if name else ""
    return wording.text(
        f"interface.incidents.{kind if known else 'other'}",
        url=without_scheme(url),
        numbered=numbered,
        renamed=renamed,
        kind=kind,
    )


def _differing(view: View) -> Iterator[DifferingPage]:
    for organization, account in _in_use(view):
        years = view.registry.activity.get(account.id, ())
        weeks = disagreements(view, view.registry.networks[account.network], account, years)
        if weeks:
            yield DifferingPage(organization, account, weeks)


def _silent(view: View, latest: LatestObservation) -> list[SilentPage]:
    """Return the pages whose posts were read and show none of the last two weeks, the longest silent first."""
    since = view.as_of - datetime.timedelta(days=SILENT_DAYS)
    found = []
    for organization, account in _in_use(view):
        page = latest.accounts.get(account.id)
        if page is None or page.counted_at is None or page.look.outcome != "seen":
            continue
        young = account.opened_on is not None and account.opened_on > since
        # A wall that was not read back so far says nothing of the days before.
        unread = page.read_since is not None and page.read_since > since
        silent = not unread if page.last_post_on is None else page.last_post_on < since
        if silent and not young:
            found.append(SilentPage(organization, account, page.last_post_on))
    return sorted(found, key=lambda row: row.last or datetime.date.min)


def _sites_now(latest: LatestObservation) -> SitesNow:
    looks = latest.sites.values()
    reasons = Counter(look.reason for look in looks if look.reason is not None)
    return SitesNow(len(looks), sum(look.outcome == "seen" for look in looks), _refusals(reasons))
