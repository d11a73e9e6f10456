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
from reestr.history.timeline.model import Commit, Gap, MonthState, Timeline
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.history.timeline.verdicts import Weekly
from reestr.records import gc_pause
from reestr.records.redaction import Edition
from reestr.registry import calendar
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry

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
        if commits or self._is_due(as_of):
            for commit, contents in self._with_contents(commits):
                self._advance(commit, contents)
            self._judge_ends(as_of, as_of)
            if commits:
                self._builder.records = self._state.fingerprint()
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
        judged = [calendar.week_end(item.week) for item in known.weeks[-1:]] + [item.day for item in known.months[-1:]]
        if commits and judged and self._day(commits[0].at) <= max(judged):
            # A commit made in a week or month that was already judged, and merged into the main line later.
            return None
        if commits or self._is_due(as_of):
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
            self._judge_ends(day - datetime.timedelta(days=1), day)
        touched = self._state.apply(raw.files, contents)
        self._weekly.touch(touched)
        commit = Commit(raw.id, raw.at, day, raw.first_id)
        if not (begins and self._shallow):
            # The first commit of a shallow clone contains everything that older commits added: it added nothing itself.
            self._builder.add_commit(self._state, touched, commit, begins=begins)
        self._builder.first = self._builder.first or day
        self._builder.day = day
        self._builder.last = commit

    def _is_due(self, as_of: datetime.date) -> bool:
        """Return whether a week or month has ended since the last one that was judged."""
        sunday, last_day = self._week_after_last(), self._month_after_last()
        return (sunday is not None and sunday <= as_of) or (last_day is not None and last_day < as_of)

    def _judge_ends(self, until: datetime.date, today: datetime.date) -> None:
        """Judge the weeks that ended by `until` and the months that were over before `today`, since the last judged
        ones, with the present records.
        """
        registry, records = None, None
        while True:
            sunday, last_day = self._week_after_last(), self._month_after_last()
            if sunday is None or last_day is None:
                return
            is_week, is_month = sunday <= until, last_day < today
            day = min([sunday] * is_week + [last_day] * is_month, default=None)
            if day is None:
                return
            if registry is None and not self._state.unreadable:
                registry = self._state.registry()
            counts = self._weekly.judge(registry, day) if registry is not None else None
            if is_week and sunday == day:
                last = self._builder.commits[-1].commit.id if self._builder.commits else ""
                breaches = self._weekly.breaches() if registry is not None else None
                spheres = self._weekly.spheres() if registry is not None else {}
                self._builder.add_week(calendar.week_of(sunday), last, counts, breaches, spheres)
            if is_month and last_day == day:
                records = self._state.fingerprint() if records is None else records
                self._builder.months.append(self._month(last_day, registry, records))

    def _month(self, day: datetime.date, registry: Registry | None, records: str) -> MonthState:
        """Return the state on the last day of a month; `records` is the hash of the records."""
        last = self._builder.last
        if last is None:
            raise ValueError("no commit was read")
        organizations: list[Organization] = []
        if registry is not None:
            organizations = [item for item in registry.organizations.values() if not item.is_closed(day)]
        return MonthState(
            f"{day:%Y-%m}",
            day,
            last,
            records,
            len(organizations),
            sum(len(registry.active_accounts(item.id, day)) for item in organizations) if registry is not None else 0,
            self._weekly.requirement_states(registry) if registry is not None else None,
        )

    def _month_after_last(self) -> datetime.date | None:
        """Return the last day of the next month to judge."""
        if self._builder.months:
            return _month_end(self._builder.months[-1].day + datetime.timedelta(days=1))
        return _month_end(self._builder.first) if self._builder.first is not None else None

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
        return replace(timeline, head=head, records=self._builder.records, uncommitted=uncommitted, gaps=gaps)


def _month_end(day: datetime.date) -> datetime.date:
    """Return the last day of the month of a day."""
    following = day.replace(day=28) + datetime.timedelta(days=4)
    return following - datetime.timedelta(days=following.day)
