"""Reads the organizations' sites in one night and says which records that changes."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from reestr.intake.observation.archive import Archive
from reestr.intake.observation.guarded_fetch import GuardedFetcher
from reestr.intake.observation.machine_clock import MachineClock
from reestr.intake.observation.observing import Progress
from reestr.intake.observation.recording import RecordChanges
from reestr.intake.observation.robots import RobotsGate
from reestr.intake.observation.site_recording import site_changes
from reestr.intake.observation.sites import (
    WRONG_CLOCK,
    LiveSites,
    SiteNight,
    known_pages,
    listing_term,
    observe_sites,
    sites_to_read,
)
from reestr.records.loading.record_sources import RecordFiles
from reestr.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class SitesTonight:
    """What a night says of each site, the records it changes, and how many pages were asked for over HTTP."""

    nights: tuple[SiteNight, ...]
    changes: RecordChanges
    asked: int


def read_sites(
    registry: Registry,
    files: RecordFiles,
    fetcher: GuardedFetcher,
    archive: Archive,
    organizations: Collection[str] | None,
    clock: Callable[[], datetime.datetime],
    progress: Progress | None = None,
    machine: MachineClock | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> SitesTonight:
    """Read the sites of all organizations, or of some; write nothing but the archive.

    `machine` gives the machine's moment, with which the sites' dates are compared; None: a network has confirmed it.
    `sleep` waits for the seconds that a site asks for between two requests.

    Raises OSError if an answer cannot be kept or a record cannot be read; WrongClockError if every site's date differs
    too much.
    """
    networks = tuple(registry.networks.values())
    ask = LiveSites(fetcher, RobotsGate(fetcher, sleep), networks, known_pages(registry), archive, clock, machine)
    nights = tuple(observe_sites(sites_to_read(registry, archive.day, organizations), ask, networks, progress))
    if ask.differing is not None and all(night.reason == WRONG_CLOCK for night in nights):
        raise ask.differing
    return SitesTonight(nights, site_changes(files, nights, archive.day, listing_term(registry)), ask.asked)
