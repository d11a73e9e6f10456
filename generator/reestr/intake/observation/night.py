"""Runs one night: observes networks and sites, writes records all or none, and says what came of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.intake.observation.archive import Archive
from reestr.intake.observation.asking import LiveNetwork
from reestr.intake.observation.collector import Collector
from reestr.intake.observation.guarded_fetch import GuardedFetcher
from reestr.intake.observation.http_calls import PostForm
from reestr.intake.observation.latest import LatestData, last_reads, read_latest, with_night, write_latest
from reestr.intake.observation.machine_clock import MachineClock, machine_now
from reestr.intake.observation.observing import (
    CLOSED,
    LATER,
    Incident,
    NetworkNight,
    NightTerms,
    Progress,
    incidents_of,
    observe_network,
)
from reestr.intake.observation.planning import CountTerms
from reestr.intake.observation.quota import CallQuota
from reestr.intake.observation.recording import RecordChanges, record_changes
from reestr.intake.observation.site_night import SitesTonight, read_sites
from reestr.intake.observation.sites import SITES, incidents_on_sites, with_sites
from reestr.intake.observation.watching import watch_list
from reestr.records.diagnostics import Severity
from reestr.records.files_on_disk import FileWrite, write_all
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import FolderFiles, OverlaidFiles, RecordFiles, snapshot
from reestr.registry.registry import Registry

_POSTS_RULE, _GRACE, _WEEKS = "counted", "count_grace_days", "weeks_judged"
_EVIDENCE = "observation_period_days"


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """A network to observe: its collector, the base address to ask, and the secrets by the name of their variable.

    `elsewhere` says that the base comes from the environment, not from the collector.
    """

    network: str
    collector: Collector
    base: str
    elsewhere: bool
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NightOptions:
    """What a run is asked for: the folder of the archive, the organizations (None: all), how many full weeks are
    counted the first time (None: as many as are judged), and whether records stay as they are.
    """

    archive: Path
    organizations: Collection[str] | None = None
    weeks: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run takes from outside: the moment (aware), waiting for seconds, and HTTP.

    `sites` fetches the pages of the organizations' own sites; None: no site is read. `machine` is the machine's own
    clock, which `clock` is not in a city that is frozen on a day.
    """

    clock: Callable[[], datetime.datetime]
    sleep: Callable[[float], None]
    post: PostForm
    sites: GuardedFetcher | None = None
    machine: MachineClock = machine_now


@dataclass(frozen=True, slots=True)
class NetworkReport:
    """What came of one network: pages by outcome, reasons of refusals, walls that were counted, those left for another
    night, requests, and the quota (used and limit; None if the network has none).

    As network `sites`, of the organizations' sites: `counted` are those that name every account in use.
    """

    network: str
    pages: int
    outcomes: Mapping[str, int]
    refusals: Mapping[str, int]
    counted: int
    later: int
    requests: int
    quota: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class NightReport:
    """What came of a night. `writes` are the changed records; `left` are records that could not be changed, with the
    reason. `numbers` are the pages whose number was learnt: account and number.
    """

    day: datetime.date
    networks: tuple[NetworkReport, ...]
    incidents: tuple[Incident, ...]
    writes: tuple[FileWrite, ...]
    left: Mapping[str, str]
    numbers: tuple[tuple[str, str], ...]

    @property
    def all_refused(self) -> bool:
        """Return whether there were pages to see and every one was refused."""
        outcomes: Counter[str] = Counter()
        for network in self.networks:
            outcomes.update(network.outcomes)
        return outcomes["refused"] > 0 and outcomes["seen"] == outcomes["gone"] == 0


def observe_night(
    registry: Registry,
    files: FolderFiles,
    sources: Sequence[NetworkSource],
    options: NightOptions,
    surroundings: Surroundings,
    progress: Progress | None = None,
) -> NightReport:
    """Observe, then write the records and `latest.json`, unless it is a dry run. Hold the archive (`locked`) meanwhile.

    Raises WrongClockError, DamagedArchiveError, UnreadableQuotaError, ChangedMeanwhileError, OSError; records are then
    as they were.
    """
    now = surroundings.clock()
    day, zone = registry.city.default_date(now), ZoneInfo(registry.city.time_zone)
    # A record that somebody edits while the network is asked is found to differ when it is written.
    before = snapshot(files)
    archive = Archive(options.archive, day)
    latest = read_latest(options.archive)
    terms = NightTerms(day, zone, count_terms(registry, options.weeks), last_reads(latest, zone, day))
    evidence_days = evidence_term(registry)
    reports: list[NetworkReport] = []
    incidents: list[Incident] = []
    numbers: list[tuple[str, str]] = []
    changes = RecordChanges({}, {})
    for source in sources:
        network = registry.networks[source.network]
        quota = CallQuota(
            options.archive,
            source.collector.network,
            source.collector.limits,
            day,
            lambda: surroundings.clock().timestamp(),
            surroundings.sleep,
        )
        asking = LiveNetwork(
            source.collector,
            source.base,
            source.secrets,
            archive,
            quota,
            surroundings.post,
            surroundings.clock,
            surroundings.sleep,
        )
        watched = watch_list(registry, network, day, options.organizations)
        night = observe_network(registry, network, source.collector, watched, asking, terms, progress)
        found = incidents_of(night)
        incidents += found
        numbers += _new_numbers(registry, night)
        reports.append(_report(network.id, source.collector, night, asking, quota))
        latest = _with_quota(with_night(latest, night, found, day, zone), network.id, day, reports[-1])
        made = record_changes(registry, before, night, day, evidence_days)
        changes = RecordChanges({**changes.contents, **made.contents}, {**changes.refused, **made.refused})
    if surroundings.sites is not None:
        asked_of = options.organizations
        machine = None if any(report.outcomes.keys() - {"refused"} for report in reports) else surroundings.machine
        tonight = read_sites(
            registry,
            before,
            surroundings.sites,
            archive,
            asked_of,
            surroundings.clock,
            progress,
            machine,
            surroundings.sleep,
        )
        found = incidents_on_sites(registry, tonight.nights)
        incidents += found
        latest = with_sites(latest, tonight.nights, found, zone)
        reports.append(_site_report(tonight))
        made = tonight.changes
        changes = RecordChanges({**changes.contents, **made.contents}, {**changes.refused, **made.refused})
    changes = without_errors(before, changes)
    writes = tuple(
        FileWrite(files.data / name, before.contents.get(name), after)
        for name, after in sorted(changes.contents.items())
    )
    if not options.dry_run:
        write_all(writes)
        write_latest(options.archive, latest, surroundings.clock(), zone)
    return NightReport(day, tuple(reports), tuple(incidents), writes, changes.refused, tuple(numbers))


def _site_report(tonight: SitesTonight) -> NetworkReport:
    nights = tonight.nights
    return NetworkReport(
        network=SITES,
        pages=len(nights),
        outcomes=dict(sorted(Counter(str(night.outcome) for night in nights).items())),
        refusals=dict(sorted(Counter(str(night.reason) for night in nights if night.outcome == "refused").items())),
        counted=sum(night.names_all for night in nights),
        later=0,
        requests=tonight.asked,
        quota=None,
    )


def count_terms(registry: Registry, weeks: int | None) -> CountTerms:
    """Return how weeks are counted, by the requirements on posts a week; without one a week is counted once, when it is
    over.
    """
    found = registry.judged_by(_POSTS_RULE)
    grace = max((number for item in found for number in item.numbers(_GRACE)), default=0)
    judged = max((number for item in found for number in item.numbers(_WEEKS)), default=1)
    return CountTerms(grace, judged if weeks is None else weeks)


def evidence_term(registry: Registry) -> int | None:
    """Return the shortest time in days that a look at a page holds, by the requirements; None if none of them ends."""
    stating = [item for item in registry.requirements.values() if _EVIDENCE in item.parameters]
    terms = [number for item in stating for number in item.numbers(_EVIDENCE)]
    return min(terms, default=None)


def without_errors(files: RecordFiles, changes: RecordChanges) -> RecordChanges:
    """Return the changes without those that would make records wrong; what is left out is named with the reason.

    Records are checked as they will be; one that a person must put right first does not hold up the others.
    """
    contents, refused = dict(changes.contents), dict(changes.refused)
    while contents:
        loaded = load_files(OverlaidFiles(files, contents))
        wrong: dict[str, str] = {}
        for item in loaded.diagnostics:
            if item.severity is not Severity.ERROR:
                continue
            for place in (item.location, *(related.location for related in item.related)):
                name = place.file.removeprefix(files.prefix)
                if name in contents:
                    wrong.setdefault(name, item.message)
        if not wrong:
            if loaded.errors:
                # An error that no changed file shows: none of the changes is certain.
                first = next(item for item in loaded.diagnostics if item.severity is Severity.ERROR)
                refused |= dict.fromkeys(contents, first.message)
                contents.clear()
            break
        refused |= wrong
        for name in wrong:
            del contents[name]
    return RecordChanges(contents, refused)


def _new_numbers(registry: Registry, night: NetworkNight) -> list[tuple[str, str]]:
    return [
        (page.account, page.number)
        for page in night.pages
        if page.community is not None and page.number is not None and registry.accounts[page.account].numeric_id is None
    ]


def _report(
    network: str, collector: Collector, night: NetworkNight, asking: LiveNetwork, quota: CallQuota
) -> NetworkReport:
    outcomes = Counter[str]()
    refusals = Counter[str]()
    for page in night.pages:
        wall_refused = page.outcome == "seen" and page.wall is None and page.wall_reason not in (None, LATER, CLOSED)
        outcomes["refused" if wall_refused else page.outcome] += 1
        reason = page.wall_reason if wall_refused else page.reason
        if (wall_refused or page.outcome == "refused") and reason is not None:
            refusals[reason] += 1
    limited = next(iter(collector.limits.per_day.items()), None)
    return NetworkReport(
        network=network,
        pages=len(night.pages),
        outcomes=dict(sorted(outcomes.items())),
        refusals=dict(sorted(refusals.items())),
        counted=sum(page.wall is not None for page in night.pages),
        later=sum(page.wall_reason == LATER for page in night.pages),
        requests=asking.asked,
        quota=None if limited is None else (quota.used(limited[0]), limited[1]),
    )


def _with_quota(latest: LatestData, network: str, day: datetime.date, report: NetworkReport) -> LatestData:
    if report.quota is None:
        return latest
    entry = {"day": day.isoformat(), "used": report.quota[0], "limit": report.quota[1]}
    return {**latest, "quota": {**latest["quota"], network: entry}}
