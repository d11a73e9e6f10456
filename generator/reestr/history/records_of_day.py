"""Finds the records of a day: those of the last commit up to its end, of the folder, or of a later day if need be.

`docs/decisions/0024-records-of-a-day.md` gives the reasons.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.history.git import GitFailedError, NoHistoryError, Repository, open_repository
from reestr.history.timeline.model import Commit, Gap
from reestr.records.loading.record_sources import StoredFiles, prefix_of
from reestr.registry.city import City
from reestr.registry.errors import ReestrError


class ObjectsMissingError(ReestrError):
    """A commit names files that this copy of the repository does not have."""


@dataclass(frozen=True, slots=True)
class RecordsOfDay:
    """The records to judge a day by: those of `commit`, or those of the folder if `commit` is None.

    `is_past` says that the records of the folder are those of a later day. If so and there is no commit, only the dated
    facts of later records are known of the day. `gap` is the reason for it, None if the history begins later.
    """

    commit: Commit | None = None
    is_past: bool = False
    gap: Gap | None = None

    @property
    def is_missing(self) -> bool:
        """Return whether only the records of a later day are known."""
        return self.is_past and self.commit is None


def records_of_day(data: Path, city: City, day: datetime.date, now: datetime.datetime) -> RecordsOfDay:
    """Return which records are those of a day in the city's time zone.

    `city` is the city by the present records of the folder, `now` the present moment. Only first-parent commits that
    changed the folder count. As in the timeline, a commit that is older than its predecessor counts as made on the
    predecessor's day. A demonstration registry holds the records of its frozen day. Missing or broken history raises no
    error; the result states it.
    """
    if city.frozen_on is not None and day >= city.frozen_on:
        return RecordsOfDay()
    try:
        repository = open_repository(data)
        commits = _dated(repository, ZoneInfo(city.time_zone))
        shallow = repository.is_shallow()
    except NoHistoryError as missing:
        return RecordsOfDay(is_past=day < city.default_date(now), gap=missing.gap)
    except GitFailedError:
        return RecordsOfDay(is_past=day < city.default_date(now), gap=Gap.BROKEN)
    if not commits:
        return RecordsOfDay(is_past=day < city.default_date(now), gap=Gap.UNTRACKED)
    if day >= commits[-1].day:
        return RecordsOfDay()
    last = next((commit for commit in reversed(commits) if commit.day <= day), None)
    return RecordsOfDay(last, is_past=True, gap=Gap.SHALLOW if last is None and shallow else None)


def stored_files(repository: Repository, data: Path, commit: str) -> StoredFiles | None:
    """Return the files of a data folder in a commit; None if the commit has no such folder.

    Raises ObjectsMissingError if this copy of the repository lacks the content of a file.
    """
    tree = repository.tree(commit)
    if not tree:
        return None
    found = repository.contents(sorted({blob for blob in tree.values() if blob}))
    if any(blob and blob not in found for blob in tree.values()):
        raise ObjectsMissingError(commit)
    return StoredFiles({name: found[blob] if blob else None for name, blob in tree.items()}, prefix_of(data))


def is_past(city: City, day: datetime.date, committed_at: datetime.datetime) -> bool:
    """Return whether the records of a commit are those of a later day than `day`.

    `city` is the city by these records.
    """
    committed = committed_at.astimezone(ZoneInfo(city.time_zone)).date()
    return day < (committed if city.frozen_on is None else min(committed, city.frozen_on))


def _dated(repository: Repository, zone: ZoneInfo) -> list[Commit]:
    """Return the commits that changed the folder, oldest first.

    No commit has an earlier day than the one before it.
    """
    commits: list[Commit] = []
    for identifier, moment in repository.first_parent_moments():
        day = moment.astimezone(zone).date()
        commits.append(Commit(identifier, moment, max(day, commits[-1].day) if commits else day))
    return commits
