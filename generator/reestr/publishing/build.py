"""Makes everything a build consists of from a loaded registry, for one edition and one date."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from reestr.history.timeline.model import NO_PAST, Timeline
from reestr.judging.run import assess
from reestr.publishing import open_data
from reestr.publishing.documents.manifest import Later
from reestr.publishing.open_data import OrganizationFiles
from reestr.publishing.open_data.lists import Lists
from reestr.publishing.site.pages import SiteSection, city_record_pages, organization, record_pages, section_pages
from reestr.publishing.site.pages.former import moved_pages
from reestr.publishing.view import File, LongFile, Page, Site, View
from reestr.records import gc_pause
from reestr.records.latest_observation import LatestObservation
from reestr.records.record import Footprint, RecordKey
from reestr.records.redaction import Edition
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry


class Build:
    """One build in memory: section pages all at once, as MkDocs needs them; everything else one by one, while it is
    written.
    """

    def __init__(
        self,
        registry: Registry,
        as_of: datetime.date,
        edition: Edition,
        site: Site,
        timeline: Timeline = NO_PAST,
        later: Later = "",
        latest: LatestObservation | None = None,
        notices: Sequence[str] = (),
        footprints: Mapping[RecordKey, Footprint] = MappingProxyType({}),
    ) -> None:
        # What tells whether records are the same as in another build.
        self.footprints = footprints
        # What the user of a build should know although it went on.
        self.notices = tuple(notices)
        # A past day is not shown with what was seen later.
        latest = latest if latest is not None and latest.day <= as_of else None
        # How records of a later day than `as_of` were taken, see Provenance.
        self.later = later
        # Only here: rendering makes cycles, which would pile up without the collector.
        with gc_pause.paused():
            assessment = assess(registry, as_of, by_later_records=later == "limited")
            self.view = View(registry, assessment, edition, as_of, site, timeline, latest)
            # Computed before rendering, since every page and file needs them.
            _ = self.view.tasks

    @cached_property
    def sections(self) -> tuple[tuple[SiteSection, Page], ...]:
        """Return the pages of the navigation, in its order."""
        return tuple(section_pages(self.view))

    @cached_property
    def moved(self) -> tuple[Page, ...]:
        """Return the pages at addresses that the site itself had before."""
        return tuple(moved_pages(self.view))

    def record_pages(self) -> Iterator[Page]:
        """Yield the pages of single records."""
        return record_pages(self.view)

    def organization_page(self, item: Organization) -> Page:
        """Return the page of an organization."""
        return organization.organization(self.view, item)

    @cached_property
    def organization_files(self) -> OrganizationFiles:
        """Return the function that yields the files of an organization and its parts of the lists."""
        return open_data.organization_files(self.view)

    def city_record_pages(self) -> Iterator[Page]:
        """Yield the pages of single records that are not an organization's."""
        return city_record_pages(self.view)

    def city_files(self, written: Iterable[Page], lists: Lists) -> Iterator[File | LongFile]:
        """Yield all files that are neither pages nor an organization's; `written` as in `files`."""
        return open_data.city_files(self.view, self._pages(written), lists)

    def files(self, written: Iterable[Page] = ()) -> Iterator[File]:
        """Yield the open data and all other files that are not pages.

        `written` are the hand-written pages; one at the address of a section replaces the section.
        """
        return open_data.export_files(self.view, self._pages(written))

    def _pages(self, written: Iterable[Page]) -> tuple[Page, ...]:
        pages = {page.path: page for _, page in self.sections}
        pages.update((page.path, page) for page in written)
        return tuple(pages.values())
