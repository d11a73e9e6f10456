"""Observes the pages of one network in one night: asks, compares names with numbers, counts weeks; writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from reestr.intake.observation.collector import (
    AskNetwork,
    Collector,
    Community,
    KeptAnswer,
    ObservedOutcome,
    PageAddress,
    PageReading,
)
from reestr.intake.observation.counting import CountedPosts, count_week, moment_of, portal_posts
from reestr.intake.observation.facts import PageSubject, facts_seen
from reestr.intake.observation.planning import (
    CountTerms,
    WallToRead,
    first_moment_week,
    reading_order,
    weeks_to_count,
)
from reestr.intake.observation.quota import QuotaSpentError
from reestr.intake.observation.watching import WatchedAccount, WatchedFake, WatchedFormer, WatchList
from reestr.registry.account import Account
from reestr.registry.calendar import week_of
from reestr.registry.city import Network
from reestr.registry.origin import ArchivedAnswers, recorded_hash
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that a person must look at; `account` or `fake` is its record. `kind` is a stable key.

    - `other-page`: the address of an account leads to another page, of the number `number`
    - `gone`: the network says that the account's page does not exist
    - `renamed`: the page has left its address and is now called `name`
    - `closed`: strangers cannot see the page's wall
    - `former-taken`: a former address `url` leads to another page
    - `fake-alive`: a false page that was gone is there again
    - `fake-on-site`: an organization's own site `url` names a false page
    - `number-of-another`: the page that the address leads to is recorded as another account
    """

    kind: str
    account: str | None = None
    fake: str | None = None
    number: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class WallCounts:
    """What was read of a wall: the weeks that are over, and the running one; each count rests on the same answers.

    `last_post_on` is the day of the last post, None if there was none since the day `since`.
    """

    since: datetime.date
    weeks: Mapping[str, CountedPosts]
    running: CountedPosts
    last_post_on: datetime.date | None
    answers: ArchivedAnswers


@dataclass(frozen=True, slots=True)
class PageNight:
    """What one night says of an account's page.

    `outcome` and `reason` are those of the page; None as outcome says that it was not its turn tonight. `wall_reason`
    says why the wall was not counted, None if it was. `number` is the page's number, if it is certain; `answers` are
    those that show the community, `incident_answers` those that show the incident.
    """

    account: str
    at: datetime.datetime
    outcome: ObservedOutcome
    reason: str | None = None
    number: str | None = None
    community: Community | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    answers: ArchivedAnswers | None = None
    incident: Incident | None = None
    incident_answers: ArchivedAnswers | None = None
    wall: WallCounts | None = None
    wall_reason: str | None = None


@dataclass(frozen=True, slots=True)
class FormerNight:
    """What a former address leads to: to the page of the number `taken_by`, or (None) to no other page."""

    watched: WatchedFormer
    taken_by: str | None
    answers: ArchivedAnswers | None


@dataclass(frozen=True, slots=True)
class FakeNight:
    """Whether a known false page was there."""

    watched: WatchedFake
    outcome: ObservedOutcome
    answers: ArchivedAnswers | None


@dataclass(frozen=True, slots=True)
class NetworkNight:
    """Everything that one night says of one network. Refused addresses of former pages and fakes are left out."""

    pages: tuple[PageNight, ...]
    formers: tuple[FormerNight, ...]
    fakes: tuple[FakeNight, ...]


@dataclass(frozen=True, slots=True)
class NightTerms:
    """The day and the zone of the registry, and how weeks are counted; `last_read` is when each wall was last read."""

    day: datetime.date
    zone: ZoneInfo
    counting: CountTerms
    last_read: Mapping[str, datetime.date]


Progress = Callable[[int, int], None]
"""Called with the number of pages that are done, and of all."""

CLOSED = "closed"
"""The reason of a wall that strangers cannot see, as the network itself says of the page: a fact, and no refusal."""

LATER = "later"
"""The reason of a wall that the day's quota had no room for: it comes first on another night."""


def observe_network(
    registry: Registry,
    network: Network,
    collector: Collector,
    watched: WatchList,
    ask: AskNetwork,
    terms: NightTerms,
    progress: Progress | None = None,
) -> NetworkNight:
    """Look up every watched address and read the walls that the quota has room for.

    Raises OSError if answers cannot be kept.
    """
    readings = _looked_up(collector, watched, ask)
    owners = _owners(registry, network)
    pages = {item.account.id: _page(registry, network, item, readings, owners) for item in watched.accounts}
    walls = reading_order(_walls(registry, watched, pages, terms), terms.day, terms.counting.grace_days)
    for done, wall in enumerate(walls):
        if progress is not None:
            progress(done, len(walls))
        pages[wall.account] = _with_wall(registry, network, collector, pages[wall.account], ask, terms)
    return NetworkNight(
        tuple(pages.values()),
        tuple(_formers(watched, readings, pages, owners)),
        tuple(
            FakeNight(item, reading.outcome, archived(reading.answers))
            for item in watched.fakes
            if (reading := readings[item.address]).outcome != "refused"
        ),
    )


def archived(answers: Iterable[KeptAnswer]) -> ArchivedAnswers | None:
    """Return where the answers lie in the archive, None if none of them was kept."""
    kept = [answer for answer in answers if answer.sha256 is not None and answer.file is not None]
    if not kept:
        return None
    hashes = dict.fromkeys(recorded_hash(answer.sha256) for answer in kept if answer.sha256 is not None)
    return ArchivedAnswers(str(kept[-1].file), tuple(hashes))


def _looked_up(collector: Collector, watched: WatchList, ask: AskNetwork) -> dict[PageAddress, PageReading]:
    """Return what each address leads to, and, where a name does not lead to the known number, what the number shows."""
    found = {reading.address: reading for reading in _find(collector, watched.addresses(), ask)}
    lost = dict.fromkeys(
        by_number(item)
        for item in watched.accounts
        if item.number is not None and item.address.name is not None and _number(found[item.address]) != item.number
    )
    found.update((reading.address, reading) for reading in _find(collector, tuple(lost), ask))
    return found


def _find(collector: Collector, addresses: Sequence[PageAddress], ask: AskNetwork) -> tuple[PageReading, ...]:
    if not addresses:
        return ()
    try:
        return collector.find_pages(addresses, ask)
    except QuotaSpentError:
        return tuple(PageReading(address, "refused", "rate-limit") for address in addresses)


def by_number(item: WatchedAccount) -> PageAddress:
    """Return the address by which an account's page is asked for when its name leads elsewhere."""
    return PageAddress(item.address.url, number=item.number)


def _number(reading: PageReading) -> str | None:
    return None if reading.community is None else reading.community.number


def _owners(registry: Registry, network: Network) -> dict[str, str]:
    """Return the account of each number that the network's records know."""
    return {
        account.numeric_id: account.id
        for account in registry.accounts.values()
        if account.network == network.id and account.numeric_id is not None
    }


def _page(
    registry: Registry,
    network: Network,
    item: WatchedAccount,
    readings: Mapping[PageAddress, PageReading],
    owners: Mapping[str, str],
) -> PageNight:
    account, named = item.account, readings[item.address]
    shown_in = named.answers
    incident = None
    reading = named
    if item.number is None:
        number = _number(named)
        owner = owners.get(number or "")
        if owner is not None and owner != account.id:
            incident = Incident("number-of-another", account.id, number=number, url=account.url)
    elif item.address.name is not None and _number(named) != item.number:
        reading = readings[by_number(item)]
        if named.outcome == "seen" or (named.outcome == "gone" and _number(named) is not None):
            incident = Incident("other-page", account.id, number=_number(named), url=account.url)
        elif reading.community is not None and reading.outcome == "seen" and _has_left(reading.community, item.address):
            incident = Incident("renamed", account.id, number=item.number, name=reading.community.name, url=account.url)
            shown_in = (*named.answers, *reading.answers)
        else:
            shown_in = reading.answers
    if reading.outcome == "gone" and incident is None:
        incident = Incident("gone", account.id, number=item.number, url=account.url)
    community = reading.community if reading.outcome == "seen" else None
    if community is not None and community.closed and incident is None:
        incident = Incident("closed", account.id, number=community.number, url=account.url)
    certain = community is not None and (incident is None or incident.kind != "number-of-another")
    return PageNight(
        account=account.id,
        at=max((answer.at for answer in (*named.answers, *reading.answers)), default=_LONG_AGO),
        outcome=reading.outcome,
        reason=reading.reason,
        number=community.number if community is not None and certain else item.number,
        community=community if certain else None,
        facts=_facts(registry, network, item, community) if community is not None and certain else {},
        answers=archived(reading.answers),
        incident=incident,
        incident_answers=None if incident is None else archived(shown_in),
        wall_reason=reading.reason if community is None else CLOSED if community.closed else None,
    )


_LONG_AGO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def _has_left(community: Community, address: PageAddress) -> bool:
    return community.name is not None and community.name.lower() != str(address.name).lower()


def _facts(registry: Registry, network: Network, item: WatchedAccount, community: Community) -> Mapping[str, bool]:
    if network.observation is None:
        return {}
    owner = registry.organizations.get(item.account.organization)
    names = () if owner is None else tuple(name for name in (owner.name, owner.short_name) if name)
    subject = PageSubject(names, None if owner is None else owner.site, registry.city.city_hall.site)
    return facts_seen(community.fields, network.observation, subject)


def _walls(
    registry: Registry, watched: WatchList, pages: Mapping[str, PageNight], terms: NightTerms
) -> Iterator[WallToRead]:
    for item in watched.accounts:
        page = pages[item.account.id]
        if page.community is None or page.community.closed:
            continue
        counted = machine_weeks(registry, item.account.id)
        weeks = _weeks(item.account, counted, terms)
        uncounted = tuple(week for week in weeks if week not in counted)
        yield WallToRead(item.account.id, terms.last_read.get(item.account.id), uncounted)


def _weeks(account: Account, counted: frozenset[str], terms: NightTerms) -> tuple[str, ...]:
    return weeks_to_count(terms.day, terms.counting, counted, account.opened_on, account.pauses)


def machine_weeks(registry: Registry, account: str) -> frozenset[str]:
    """Return the weeks of an account that a record already has a count by machine of."""
    years = registry.activity.get(account, ())
    return frozenset(week for year in years for week in year.machine)


def _with_wall(
    registry: Registry, network: Network, collector: Collector, page: PageNight, ask: AskNetwork, terms: NightTerms
) -> PageNight:
    account, number = registry.accounts[page.account], page.number
    assert number is not None and network.observation is not None  # only walls of seen communities are read
    weeks = _weeks(account, machine_weeks(registry, account.id), terms)
    since = moment_of(first_moment_week(terms.day, weeks), terms.zone)
    try:
        reading = collector.read_wall(number, since, ask)
    except QuotaSpentError:
        return replace(page, wall_reason=LATER)
    if reading.outcome != "seen":
        return replace(page, wall_reason=reading.reason)
    answers = archived(reading.answers)
    assert answers is not None  # what was seen was kept
    portal = portal_posts(registry, account, number)

    def counted_week(week: str) -> CountedPosts:
        assert network.observation is not None
        return count_week(reading.posts, week, terms.zone, network.observation, portal)

    shown = [post for post in reading.posts if not (post.deferred or post.deleted)]
    return replace(
        page,
        at=max(page.at, *(answer.at for answer in reading.answers)),
        wall=WallCounts(
            since=since.date(),
            weeks={week: counted_week(week) for week in weeks},
            running=counted_week(week_of(terms.day)),
            last_post_on=max((post.at.astimezone(terms.zone).date() for post in shown), default=None),
            answers=answers,
        ),
    )


def _formers(
    watched: WatchList,
    readings: Mapping[PageAddress, PageReading],
    pages: Mapping[str, PageNight],
    owners: Mapping[str, str],
) -> Iterator[FormerNight]:
    for item in watched.formers:
        reading = readings[item.address]
        page = pages.get(item.account.id)
        own = item.account.numeric_id or (None if page is None else page.number)
        if reading.outcome == "refused" or own is None:
            continue
        found = _number(reading) if reading.outcome == "seen" else None
        # A former address may rightly serve another organization of the registry now.
        taken = found if found is not None and found != own and found not in owners else None
        yield FormerNight(item, taken, archived(reading.answers))


def incidents_of(night: NetworkNight) -> tuple[Incident, ...]:
    """Return every incident of a night, by kind and record."""
    found = [page.incident for page in night.pages if page.incident is not None]
    found += [
        Incident("former-taken", item.watched.account.id, number=item.taken_by, url=item.watched.previous.url)
        for item in night.formers
        if item.taken_by is not None
    ]
    found += [
        Incident("fake-alive", fake=item.watched.fake.id, url=item.watched.fake.url)
        for item in night.fakes
        if item.outcome == "seen" and item.watched.fake.gone_on is not None
    ]
    return tuple(sorted(found, key=lambda item: (item.kind, item.account or "", item.fake or "", item.url or "")))
