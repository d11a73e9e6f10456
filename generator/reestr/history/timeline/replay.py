"""The past while it is being gathered: what every commit adds to the timeline, in a form that can be kept."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from reestr.history.diff.compare import compare
from reestr.history.timeline.model import Commit, Rename, Step, Timeline, Tombstone, WeekState
from reestr.history.timeline.records_over_time import State, Touched
from reestr.history.timeline.verdicts import verdict_changes
from reestr.judging.finding import Subject
from reestr.records.record import Key
from reestr.registry import calendar

_WITH_PAGES = ("organization", "account", "requirement")


@dataclass(slots=True)
class Past:
    """What is known up to `head`, the last commit that was looked at; `first` and `day` are the days of the first and
    the last commit that changed records.

    `added` says since when the registry holds a record, `changed` which commit changed it last; `withheld` are records
    that the edition may not show.
    """

    head: str = ""
    first: datetime.date | None = None
    day: datetime.date | None = None
    steps: list[Step] = field(default_factory=list)
    weeks: list[WeekState] = field(default_factory=list)
    tombstones: dict[Key, Tombstone] = field(default_factory=dict)
    renames: list[Rename] = field(default_factory=list)
    added: dict[Key, Commit] = field(default_factory=dict)
    changed: dict[Key, Commit] = field(default_factory=dict)
    withheld: set[Key] = field(default_factory=set)

    def record(self, state: State, touched: Touched, commit: Commit, *, begins: bool) -> None:
        """Add a commit; `state` is the state after it. `begins` says that the registry begins with it."""
        compared = compare(touched.before, touched.after, state.frame(touched))
        keys = {*touched.before, *touched.after}
        verdicts = () if begins else verdict_changes(state, touched, commit.day)
        if compared.changes or verdicts or state.unreadable:
            self.steps.append(Step(commit, compared.changes, verdicts, tuple(sorted(state.unreadable))))
        for key in keys:
            self.changed[key] = commit
        for old, new in compared.renamed.items():
            self.renames.append(Rename(old[0], old[1], new[1], commit))
            self.added[new] = self.added.pop(old, commit)
        for key in touched.after:
            self.added.setdefault(key, commit)
            self.tombstones.pop(key, None)
        for key in touched.before:
            if key not in touched.after and key not in compared.renamed:
                self._bury(key, touched, commit)

    def _bury(self, key: Key, touched: Touched, commit: Commit) -> None:
        kind, identifier = key
        added = self.added.pop(key, commit)
        if kind not in _WITH_PAGES:
            return
        record = touched.before[key]
        tombstone = Tombstone(kind, identifier, "", None, None, (), added, commit)
        if kind == "account":
            address = record.url
            tombstone = replace(
                tombstone,
                title=address,
                organization=record.organization,
                network=record.network,
                addresses=(address, *(item.url for item in record.previous_addresses)),
            )
        else:
            tombstone = replace(tombstone, title=record.title)
        self.tombstones[key] = tombstone

    def note(self, state: State) -> None:
        """Take note of what the edition withholds of the last commit: what was told of it once is told no more."""
        self.withheld = {key for key, record in state.records.items() if record.withheld}

    def told(self, until: datetime.date) -> Timeline:
        """The timeline up to a day, without a word of records that the edition may not show any more."""
        withheld = self.withheld
        steps = tuple(step for step in self.steps if step.commit.day <= until)
        weeks = tuple(item for item in self.weeks if calendar.week_end(item.week) <= until)
        if withheld:
            steps = tuple(_without(step, withheld) for step in steps)
            weeks = tuple(_without_requirements(item, withheld) for item in weeks)
        return Timeline(
            steps=steps,
            weeks=weeks,
            tombstones=tuple(item for key, item in sorted(self.tombstones.items()) if key not in withheld),
            renames=tuple(
                item for item in self.renames if item.commit.day <= until and (item.kind, item.new) not in withheld
            ),
            changed={
                f"{kind}/{identifier}" if identifier else kind: commit
                for (kind, identifier), commit in self.changed.items()
                if commit.day <= until and (kind, identifier) not in withheld
            },
        )


def _without(step: Step, withheld: Collection[Key]) -> Step:
    return replace(
        step,
        changes=tuple(item for item in step.changes if _key(item.subject) not in withheld),
        verdicts=tuple(item for item in step.verdicts if ("requirement", item.requirement) not in withheld),
    )


def _without_requirements(week: WeekState, withheld: Collection[Key]) -> WeekState:
    if week.counts is None:
        return week
    counts = {name: found for name, found in week.counts.items() if ("requirement", name) not in withheld}
    return replace(week, counts=counts)


def _key(subject: Subject) -> Key:
    return ("registry" if subject.kind == "city" else subject.kind), subject.id
