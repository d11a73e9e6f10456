"""The open data: every file of it in one mapping, from a view of the registry to bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from reestr.publishing.open_data.address_checker import check_file
from reestr.publishing.open_data.atom import feed_files
from reestr.publishing.open_data.badges import badge_files
from reestr.publishing.open_data.calendars import calendar_files
from reestr.publishing.open_data.changes import change_files, former_file
from reestr.publishing.open_data.data_package import package_file
from reestr.publishing.open_data.documents import act_file, address_file, record_files, requirement_file
from reestr.publishing.open_data.index import index_file
from reestr.publishing.open_data.openapi import openapi_file
from reestr.publishing.open_data.other_fields import other_records_file
from reestr.publishing.open_data.schemas import schema_files
from reestr.publishing.open_data.search import search_file
from reestr.publishing.open_data.sitemap import sitemap_files
from reestr.publishing.open_data.sums import Sums
from reestr.publishing.open_data.tables import (
    activity_table,
    exemption_table,
    finding_table,
    requirement_table,
    sphere_table,
    week_table,
)
from reestr.publishing.open_data.trust_txt import trust_file
from reestr.publishing.site.admin.decap_page import admin_files
from reestr.publishing.view import File, Page, View

EXPORTS: Mapping[str, Callable[[View], Iterator[File]]] = MappingProxyType(
    {
        "index": index_file,
        "records": record_files,
        "other-records": other_records_file,
        "requirements": requirement_file,
        "act": act_file,
        "by-url": address_file,
        "requirement-table": requirement_table,
        "exemption-table": exemption_table,
        "finding-table": finding_table,
        "activity-table": activity_table,
        "week-table": week_table,
        "sphere-table": sphere_table,
        "schemas": schema_files,
        "openapi": openapi_file,
        "data-package": package_file,
        "badges": badge_files,
        "calendars": calendar_files,
        "check": check_file,
        "changes": change_files,
        "former": former_file,
        "feeds": feed_files,
        "trust": trust_file,
        "admin": admin_files,
    }
)
"""The output of each export.

To add one: its function, a line here, and for open data its response in `openapi.yaml`.
"""

PAGE_EXPORTS: Mapping[str, Callable[[View, Sequence[Page]], Iterator[File]]] = MappingProxyType(
    {
        "sitemap": sitemap_files,
        "search": search_file,
    }
)
"""Exports that also need the site's pages, except the pages of single records."""


def export_files(view: View, pages: Sequence[Page]) -> Iterator[File]:
    """Yield every file that is not a page, one by one; `pages` are all pages except those of single records."""
    sums = Sums()
    for export in EXPORTS.values():
        yield from sums.noted(export(view))
    yield sums.file()
    for page_export in PAGE_EXPORTS.values():
        yield from page_export(view, pages)
