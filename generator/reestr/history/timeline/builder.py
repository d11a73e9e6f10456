"""Builds a timeline commit by commit. A timeline can be saved and continued later."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from reestr.history.diff.compare import compare
from reestr.history.timeline.breaches import open_breaches
from reestr.history.timeline.model import Commit, CommitChanges, MonthState, RemovedRecord, Rename, Timeline, WeekState
from reestr.history.timeline.records_over_time import CommitRecords, TouchedRecords
from reestr.history.timeline.verdicts import Counts, verdict_changes
from reestr.judging.finding import Subject
from reestr.records.record import RecordKey
from reestr.registry import calendar

_WITH_PAGES = ("organization", "account", "requirement")


@dataclass(slots=True)
class TimelineBuilder:
    """The past up to `head`, the last commit that was read.

    `first` and `day` are the days of the first and the last commit that changed records, `last` is the last one,
    `records` the hash of the records in it. `added` maps a record to the
    commit that added it, `changed` to the last commit that changed it; `withheld` are the records that the edition may
    not show.
    """

    head: str = ""
    first: datetime.date | None = None
    day: datetime.date | None = None
    last: Commit | None = None
    records: str = ""
    commits: list[CommitChanges] = field(default_factory=list)
    weeks: list[WeekState] = field(default_factory=list)
    months: list[MonthState] = field(default_factory=list)
    removed_records: dict[RecordKey, RemovedRecord] = field(default_factory=dict)
    renames: list[Rename] = field(default_factory=list)
    added: dict[RecordKey, Commit] = field(default_factory=dict)
    changed: dict[RecordKey, Commit] = field(default_factory=dict)
    withheld: set[RecordKey] = field(default_factory=set)
    _breaches: set[tuple[str, str]] | None = None

    def add_commit(self, state: CommitRecords, touched: TouchedRecords, commit: Commit, *, begins: bool) -> None:
        """Add a commit. `state` is the state after it; `begins` says that the registry begins with it."""
        compared = compare(touched.before, touched.after, state.lookup(touched))
        keys = {*touched.before, *touched.after}
        verdicts = () if begins else verdict_changes(state, touched, commit.day)
        if compared.changes or verdicts or state.unreadable:
            self.commits.append(CommitChanges(commit, compared.changes, verdicts, tuple(sorted(state.unreadable))))
        for key in keys:
            self.changed[key] = commit
        for old, new in compared.renamed.items():
            self.renames.append(Rename(old[0], old[1], new[1], commit))
            self.added[new] = self.added.pop(old, commit)
        for key in touched.after:
            self.added.setdefault(key, commit)
            self.removed_records.pop(key, None)
        for key in touched.before:
            if key not in touched.after and key not in compared.renamed:
                self._add_removed(key, touched, commit)

    def add_week(
        self,
        week: str,
        commit: str,
        counts: Counts | None,
        breaches: Collection[tuple[str, str]] | None,
        spheres: Counts,
    ) -> None:
        """Add the state at the end of a week; without `counts` and `breaches` its records were unreadable."""
        if breaches is None:
            self.weeks.append(WeekState(week, commit, counts))
            return
        before = set(open_breaches(self.weeks)) if self._breaches is None else self._breaches
        self._breaches = set(breaches)
        broken, mended = sorted(self._breaches - before), sorted(before - self._breaches)
        self.weeks.append(WeekState(week, commit, counts, tuple(broken), tuple(mended), spheres))

    def _add_removed(self, key: RecordKey, touched: TouchedRecords, commit: Commit) -> None:
        kind, identifier = key
        added = self.added.pop(key, commit)
        if kind not in _WITH_PAGES:
            return
        record = touched.before[key]
        removed_record = RemovedRecord(kind, identifier, "", None, None, (), added, commit)
        if kind == "account":
            address = record.url
            removed_record = replace(
                removed_record,
                title=address,
                organization=record.organization,
                network=record.network,
                addresses=(address, *(item.url for item in record.previous_addresses)),
            )
        else:
            removed_record = replace(removed_record, title=record.title)
        self.removed_records[key] = removed_record

    def note_withheld(self, state: CommitRecords) -> None:
        """Note the records of the last commit that the edition withholds: the timeline leaves out their past too."""
        self.withheld = {key for key, record in state.records.items() if record.withheld}

    def timeline(self, until: datetime.date) -> Timeline:
        """Return the timeline up to a day, without the past of records that the edition may no longer show."""
        withheld = self.withheld
        commits = tuple(item for item in self.commits if item.commit.day <= until)
        weeks = tuple(item for item in self.weeks if calendar.week_end(item.week) <= until)
        # A month is over on the day after its last one.
        months = tuple(item for item in self.months if item.day < until)
        if withheld:
            commits = tuple(_without(item, withheld) for item in commits)
            weeks = tuple(_without_requirements(item, withheld) for item in weeks)
            months = tuple(_month_without(item, withheld) for item in months)
        return Timeline(
            commits=commits,
            weeks=weeks,
            months=months,
            removed_records=tuple(
                item
                for key, item in sorted(self.removed_records.items())
                if key not in withheld and item.removed.day <= until
            ),
            renames=tuple(
                item for item in self.renames if item.commit.day <= until and (item.kind, item.new) not in withheld
            ),
            changed={
                f"{kind}/{identifier}" if identifier else kind: commit
                for (kind, identifier), commit in self.changed.items()
                if commit.day <= until and (kind, identifier) not in withheld
            },
        )


def _without(commit: CommitChanges, withheld: Collection[RecordKey]) -> CommitChanges:
    return replace(
        commit,
        changes=tuple(item for item in commit.changes if _key(item.subject) not in withheld),
        verdicts=tuple(item for item in commit.verdicts if ("requirement", item.requirement) not in withheld),
    )


def _without_requirements(week: WeekState, withheld: Collection[RecordKey]) -> WeekState:
    if week.counts is None:
        return week
    counts = {name: found for name, found in week.counts.items() if ("requirement", name) not in withheld}
    return replace(
        week,
        counts=counts,
        broken=tuple(pair for pair in week.broken if _is_shown(pair, withheld)),
        mended=tuple(pair for pair in week.mended if _is_shown(pair, withheld)),
    )


def _is_shown(breach: tuple[str, str], withheld: Collection[RecordKey]) -> bool:
    requirement, organization = breach
    return ("requirement", requirement) not in withheld and ("organization", organization) not in withheld


def _month_without(month: MonthState, withheld: Collection[RecordKey]) -> MonthState:
    if month.requirements is None:
        return month
    return replace(
        month,
        requirements=tuple(
            replace(
                item,
                breaches=tuple(one for one in item.breaches if ("organization", one.organization) not in withheld),
            )
            for item in month.requirements
            if ("requirement", item.id) not in withheld
        ),
    )


def _key(subject: Subject) -> RecordKey:
    return ("registry" if subject.kind == "city" else subject.kind), subject.id
