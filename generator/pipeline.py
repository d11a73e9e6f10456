"""From a loaded registry to everything a build consists of, for one edition and one date."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from zoneinfo import ZoneInfo

from generator.artifact import File, Page, Site, View
from generator.compliance.run import assess
from generator.edition import Edition
from generator.exports import export_files
from generator.model.registry import Registry
from generator.pages import Section, record_pages, section_pages


def default_date(registry: Registry, now: datetime.datetime) -> datetime.date:
    """The date a registry is judged on unless another is asked for.

    That is the registry's own `frozen_on`, else today in its time zone; `now` is an aware moment.
    """
    return registry.city.frozen_on or now.astimezone(ZoneInfo(registry.city.time_zone)).date()


class Build:
    """One build in memory: section pages at once, as MkDocs needs them all; the rest one by one, as it is written."""

    def __init__(self, registry: Registry, as_of: datetime.date, edition: Edition, site: Site) -> None:
        self.view = View(registry, assess(registry, as_of), edition, as_of, site)

    @cached_property
    def sections(self) -> tuple[tuple[Section, Page], ...]:
        """The pages of the navigation, in its order."""
        return tuple(section_pages(self.view))

    def record_pages(self) -> Iterator[Page]:
        """The pages of single records."""
        return record_pages(self.view)

    def files(self) -> Iterator[File]:
        """The open data and everything else that is no page."""
        return export_files(self.view)
