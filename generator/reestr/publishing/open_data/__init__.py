"""The open data: every file of it in one mapping, from a view of the registry to bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from reestr.publishing.open_data.address_checker import check_file
from reestr.publishing.open_data.atom import city_feeds, organization_feed
from reestr.publishing.open_data.badges import former_badges, organization_badges
from reestr.publishing.open_data.calendars import city_calendars, organization_calendar
from reestr.publishing.open_data.changes import change_files, former_file
from reestr.publishing.open_data.charts import chart_files
from reestr.publishing.open_data.data_package import package_file
from reestr.publishing.open_data.documents import (
    act_file,
    address_file,
    organization_records,
    record_lists,
    requirement_file,
)
from reestr.publishing.open_data.index import index_file
from reestr.publishing.open_data.lists import Lists, ListsInMemory, whole
from reestr.publishing.open_data.openapi import openapi_file
from reestr.publishing.open_data.other_fields import other_records_file
from reestr.publishing.open_data.schemas import schema_files
from reestr.publishing.open_data.search import search_file
from reestr.publishing.open_data.sitemap import sitemap_files
from reestr.publishing.open_data.sums import Sums, with_sums
from reestr.publishing.open_data.tables import (
    activity_table,
    exemption_table,
    finding_table,
    organization_findings,
    requirement_table,
    sphere_table,
    week_table,
)
from reestr.publishing.open_data.trust_txt import trust_file
from reestr.publishing.open_data.week_form import week_form_file
from reestr.publishing.site.admin.decap_page import admin_files
from reestr.publishing.view import File, ListPart, LongFile, Page, View
from reestr.registry.organization import Organization

OrganizationFiles = Callable[[Organization], Iterable[File | ListPart]]
"""The files of an organization, and its parts of the files that list all."""

EXPORTS: Mapping[str, Callable[[View], Iterator[File]]] = MappingProxyType(
    {
        "index": index_file,
        "other-records": other_records_file,
        "requirements": requirement_file,
        "act": act_file,
        "by-url": address_file,
        "requirement-table": requirement_table,
        "exemption-table": exemption_table,
        "activity-table": activity_table,
        "week-table": week_table,
        "sphere-table": sphere_table,
        "schemas": schema_files,
        "openapi": openapi_file,
        "data-package": package_file,
        "badges": former_badges,
        "calendars": city_calendars,
        "charts": chart_files,
        "check": check_file,
        "changes": change_files,
        "former": former_file,
        "feeds": city_feeds,
        "trust": trust_file,
        "week-form": week_form_file,
        "admin": admin_files,
    }
)
"""The output of each export of the whole registry.

To add one: its function, a line here, and for open data its response in `openapi.yaml`.
"""

ORGANIZATION_EXPORTS: Mapping[str, Callable[[View], OrganizationFiles]] = MappingProxyType(
    {
        "records": organization_records,
        "finding-table": organization_findings,
        "badges": organization_badges,
        "calendar": organization_calendar,
        "feed": organization_feed,
    }
)
"""The exports of single organizations: each gives what prepares a view, then yields the files of one organization."""

LIST_EXPORTS: Mapping[str, Callable[[View, Lists], Iterator[File | LongFile]]] = MappingProxyType(
    {
        "records": record_lists,
        "finding-table": finding_table,
    }
)
"""Exports made of the parts that the exports of single organizations give."""

PAGE_EXPORTS: Mapping[str, Callable[[View, Sequence[Page]], Iterator[File]]] = MappingProxyType(
    {
        "sitemap": sitemap_files,
        "search": search_file,
    }
)
"""Exports that also need the site's pages, except the pages of single records."""


def export_files(view: View, pages: Sequence[Page]) -> Iterator[File]:
    """Yield every file that is not a page, one by one; `pages` are all pages except those of single records."""
    lists, files = ListsInMemory(), organization_files(view)
    for organization in view.registry.organizations.values():
        yield from lists.apart(files(organization))
    yield from map(whole, city_files(view, pages, lists))


def organization_files(view: View) -> OrganizationFiles:
    """Return the function that yields all files and parts of one organization."""
    exports = [export(view) for export in ORGANIZATION_EXPORTS.values()]
    return lambda organization: with_sums(chain.from_iterable(export(organization) for export in exports))


def city_files(view: View, pages: Sequence[Page], lists: Lists) -> Iterator[File | LongFile]:
    """Yield every file that is neither a page nor one organization's; `lists` has the parts of all organizations.

    Each file must be read before the next one is asked for.
    """
    sums = Sums()
    for export in EXPORTS.values():
        yield from sums.noted(export(view))
    for list_export in LIST_EXPORTS.values():
        yield from sums.noted(list_export(view, lists))
    yield sums.file(lists)
    for page_export in PAGE_EXPORTS.values():
        yield from page_export(view, pages)
