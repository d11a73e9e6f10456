"""Which records are those of a day: the last commit up to its end, the folder as it is, or later ones for want of them.

`docs/decisions/0024-records-of-a-day.md` says why.
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
    """The records to judge a day by: those of `commit`, None for the folder as it is.

    `is_past` says that the folder's records are those of a later day. Where it is so and there is no commit, nothing is
    known of the day but what later records say with dates; `gap` is why, None where the history begins later.
    """

    commit: Commit | None = None
    is_past: bool = False
    gap: Gap | None = None

    @property
    def is_missing(self) -> bool:
        """Whether there are no records of the day, only later ones."""
        return self.is_past and self.commit is None


def records_of_day(data: Path, city: City, day: datetime.date, now: datetime.datetime) -> RecordsOfDay:
    """The records of a day, the city being what the folder says of it now; days are those of the city's time zone.

    The commits are those of the first-parent line that changed the folder. As in the timeline, one that is older than
    the one before it counts as made on the same day. A demonstration registry holds the records of its frozen day.
    Never raises for what Git lacks.
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
    """The files of a data folder in a commit, None where it has no such folder. Raises ObjectsMissingError."""
    tree = repository.tree(commit)
    if not tree:
        return None
    found = repository.contents(sorted({blob for blob in tree.values() if blob}))
    if any(blob and blob not in found for blob in tree.values()):
        raise ObjectsMissingError(commit)
    return StoredFiles({name: found[blob] if blob else None for name, blob in tree.items()}, prefix_of(data))


def is_past(city: City, day: datetime.date, committed_at: datetime.datetime) -> bool:
    """Whether the records of a commit, `city` being what they say, are those of a later day than `day`."""
    committed = committed_at.astimezone(ZoneInfo(city.time_zone)).date()
    return day < (committed if city.frozen_on is None else min(committed, city.frozen_on))


def _dated(repository: Repository, zone: ZoneInfo) -> list[Commit]:
    """The commits that changed the folder, oldest first; their days never go back."""
    commits: list[Commit] = []
    for identifier, moment in repository.first_parent_moments():
        day = moment.astimezone(zone).date()
        commits.append(Commit(identifier, moment, max(day, commits[-1].day) if commits else day))
    return commits
