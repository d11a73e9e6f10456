"""Reads the history of a data folder into a timeline: each commit once; the cache keeps the result."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from reestr.history.git import GitFailedError, NoHistoryError, RawCommit, Repository, open_repository
from reestr.history.timeline.builder import TimelineBuilder
from reestr.history.timeline.cache import TimelineCache
from reestr.history.timeline.model import Commit, Gap, Timeline
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.history.timeline.verdicts import Weekly
from reestr.records import gc_pause
from reestr.records.redaction import Edition
from reestr.registry import calendar

# The number of blobs in memory at once.
_BATCH = 5_000
_WEEK = datetime.timedelta(weeks=1)

CommitProgress = Callable[[int, int], None]


def timeline(
    data: Path,
    edition: Edition,
    time_zone: str,
    as_of: datetime.date,
    cache: Path | None = None,
    progress: CommitProgress | None = None,
) -> Timeline:
    """Return the past of a data folder up to a date, as an edition may show it. Its gaps say why a part is missing.

    Days are those of the registry's time zone; a commit dated before its predecessor counts as made on the
    predecessor's day. `cache` is a folder that keeps the result for the next call. `progress` receives the number of
    commits read and the total. Never raises for data that Git lacks.
    """
    try:
        repository = open_repository(data)
        with gc_pause.paused():
            return _Reader(repository, edition, ZoneInfo(time_zone), cache, progress).timeline(as_of)
    except NoHistoryError as missing:
        return Timeline(gaps=(missing.gap,))
    except GitFailedError:
        return Timeline(gaps=(Gap.BROKEN,))


class _Reader:
    """Reads one history, from the end of the cached past or from the first commit."""

    def __init__(
        self,
        repository: Repository,
        edition: Edition,
        zone: ZoneInfo,
        cache: Path | None,
        progress: CommitProgress | None,
    ) -> None:
        self._repository = repository
        self._edition = edition
        self._zone = zone
        self._shallow = repository.is_shallow()
        self._cache = cache and TimelineCache(cache, edition, zone.key, self._shallow)
        self._progress = progress
        self._builder = TimelineBuilder()
        self._state = CommitRecords(edition)
        self._weekly = Weekly()

    def timeline(self, as_of: datetime.date) -> Timeline:
        """Return the timeline up to a date."""
        head, at = self._repository.commit()
        known = self._cache.builder() if self._cache else None
        commits = self._go_on(known, head, as_of) if known is not None else None
        if commits is None:
            self._builder, self._state = TimelineBuilder(), CommitRecords(self._edition)
            commits = list(self._repository.first_parents(head))
        due = self._week_after_last()
        if commits or (due is not None and due <= as_of):
            for commit, contents in self._with_contents(commits):
                self._advance(commit, contents)
            self._judge_weeks(as_of)
            self._builder.note_withheld(self._state)
            self._builder.head = head
            if self._cache:
                self._cache.keep(self._builder, self._state)
        return self._result(Commit(head, at, self._day(at)), as_of)

    def _go_on(self, known: TimelineBuilder, head: str, as_of: datetime.date) -> list[RawCommit] | None:
        """Continue the cached past and return the commits since; None if it does not lead to `head` or is invalid."""
        if known.head != head and not self._repository.leads_to(known.head, head):
            return None
        commits = list(self._repository.first_parents(head, known.head)) if known.head != head else []
        self._builder = known
        due = self._week_after_last()
        if commits and known.weeks and self._day(commits[0].at) <= calendar.week_end(known.weeks[-1].week):
            # A commit made in a week that was already judged, and merged into the main line later.
            return None
        if commits or (due is not None and due <= as_of):
            state = self._cache.state(known.head) if self._cache else None
            if state is None:
                return None
            self._state = state
        return commits

    def _with_contents(self, commits: list[RawCommit]) -> Iterator[tuple[RawCommit, Mapping[str, bytes]]]:
        begun = 0
        while begun < len(commits):
            end, blobs = begun, dict[str, None]()
            while end < len(commits) and len(blobs) < _BATCH:
                blobs.update((file.after, None) for file in commits[end].files if file.after)
                end += 1
            contents = self._repository.contents(list(blobs))
            for place in range(begun, end):
                yield commits[place], contents
                if self._progress is not None:
                    self._progress(place + 1, len(commits))
            begun = end

    def _advance(self, raw: RawCommit, contents: Mapping[str, bytes]) -> None:
        begins = self._builder.day is None
        day = self._day(raw.at) if self._builder.day is None else max(self._builder.day, self._day(raw.at))
        if not begins:
            self._judge_weeks(day - datetime.timedelta(days=1))
        touched = self._state.apply(raw.files, contents)
        self._weekly.touch(touched)
        commit = Commit(raw.id, raw.at, day, raw.first_id)
        if not (begins and self._shallow):
            # The first commit of a shallow clone contains everything that older commits added: it added nothing itself.
            self._builder.add_commit(self._state, touched, commit, begins=begins)
        self._builder.first = self._builder.first or day
        self._builder.day = day

    def _judge_weeks(self, until: datetime.date) -> None:
        """Judge the weeks that ended since the last one, up to a day, with the present records."""
        sunday = self._week_after_last()
        registry = None
        while sunday is not None and sunday <= until:
            if registry is None and not self._state.unreadable:
                registry = self._state.registry()
            counts = self._weekly.judge(registry, sunday) if registry is not None else None
            last = self._builder.commits[-1].commit.id if self._builder.commits else ""
            breaches = self._weekly.breaches() if counts is not None else None
            self._builder.add_week(calendar.week_of(sunday), last, counts, breaches)
            sunday += _WEEK

    def _week_after_last(self) -> datetime.date | None:
        """Return the next Sunday to judge."""
        if self._builder.weeks:
            return calendar.week_end(self._builder.weeks[-1].week) + _WEEK
        return calendar.week_end(calendar.week_of(self._builder.first)) if self._builder.first is not None else None

    def _day(self, moment: datetime.datetime) -> datetime.date:
        return moment.astimezone(self._zone).date()

    def _result(self, head: Commit, as_of: datetime.date) -> Timeline:
        timeline = self._builder.timeline(as_of)
        uncommitted = self._repository.uncommitted()
        present = {
            Gap.UNTRACKED: self._builder.day is None,
            Gap.SHALLOW: self._shallow,
            Gap.DIRTY: bool(uncommitted),
            Gap.UNREADABLE: any(changes.unreadable for changes in timeline.commits),
        }
        gaps = tuple(gap for gap, is_there in present.items() if is_there)
        return replace(timeline, head=head, uncommitted=uncommitted, gaps=gaps)
