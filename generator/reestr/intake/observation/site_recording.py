"""Changes the records of organizations by what a night says of their sites: `accounts_page.machine` alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from reestr.intake.observation.recording import RecordChanges, RecordData, edit_record
from reestr.intake.observation.sites import SiteNight
from reestr.records.loading.record_sources import RecordFiles
from reestr.registry.organization import Organization


def site_changes(
    files: RecordFiles, nights: Iterable[SiteNight], day: datetime.date, evidence_days: int | None
) -> RecordChanges:
    """Return every record of an organization that a night changes. `evidence_days` is the time for which a check
    counts, None without end. Raises OSError if a record cannot be read.
    """
    contents: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    for night in nights:

        def wanted(data: RecordData, night: SiteNight = night) -> RecordData:
            return with_listing(data, night, day, evidence_days)

        edit_record(files, "organization", night.site.organization.origin.file, wanted, contents, refused)
    return RecordChanges(contents, refused)


def with_listing(data: RecordData, night: SiteNight, day: datetime.date, evidence_days: int | None) -> RecordData:
    """Return an organization's record with the accounts that its site names; the same data if nothing changes.

    It changes if other accounts are named than before, or if half of the time has passed for which a check counts
    (`evidence_days`; None without end). What a person entered stays. The first page of a site, which nobody named as
    the one that lists the accounts, is entered only if it names all of them.
    """
    organization = night.site.organization
    if night.lists is None or night.answers is None or not (night.site.listing or night.names_all):
        return data
    page = organization.accounts_page
    old = None if page is None else page.machine
    if old is not None:
        same = set(old.lists) == set(night.lists)
        fresh = evidence_days is None or (day - old.on).days * 2 < evidence_days
        if old.on > day or (same and fresh):
            return data
    entry = {
        "on": day.isoformat(),
        "lists": list(night.lists),
        "file": night.answers.file,
        "sha256": list(night.answers.hashes),
    }
    return {**data, "accounts_page": {**_page(data, organization, night), "machine": entry}}


def _page(data: RecordData, organization: Organization, night: SiteNight) -> RecordData:
    page: RecordData = data.get("accounts_page", {})
    return page if page.get("url") else {**page, "url": organization.site or night.site.url}
