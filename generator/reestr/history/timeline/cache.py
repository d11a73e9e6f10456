"""Caches the past between two runs in JSON files, each valid for one edition and one version of the
code and schemas.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reestr.history.timeline.builder import TimelineBuilder
from reestr.history.timeline.model import (
    BreachCount,
    Change,
    Commit,
    CommitChanges,
    MonthState,
    RemovedRecord,
    Rename,
    RequirementState,
    VerdictChange,
    WeekState,
)
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.judging.finding import Outcome, Subject
from reestr.records import schemas
from reestr.records.files_on_disk import replace_file
from reestr.records.record import Record
from reestr.records.redaction import Edition

_IGNORE = "*\n"
# Reading files that another program changed may raise any of these.
_SPOILT = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class TimelineCache:
    """A folder of cached files and the conditions under which they are valid. Other files are ignored.

    `shallow` says that the clone lacks older commits; a past of a full clone is never continued with a shallow one.
    """

    folder: Path
    edition: Edition
    time_zone: str
    shallow: bool

    def builder(self) -> TimelineBuilder | None:
        """Return the cached past; None if no valid one exists, for whatever reason."""
        try:
            return _read_builder(self._load("past"))
        except _SPOILT:
            return None

    def state(self, head: str) -> CommitRecords | None:
        """Return the records of the last commit that was read, which must be `head`; None as above."""
        try:
            kept = self._load("state")
            if kept is None or kept["head"] != head:
                return None
            state = CommitRecords(self.edition)
            for kind, identifier, file, data in kept["records"]:
                state.put(Record(kind, identifier, file, data))
            state.unreadable |= set(kept["unreadable"])
            state.hashes.update(kept["hashes"])
            return state
        except _SPOILT:
            return None

    def keep(self, builder: TimelineBuilder, state: CommitRecords) -> None:
        """Write both. If the folder cannot be written, the next run is slower; there is no other effect."""
        records = [(record.kind, record.id, record.file, record.data) for record in state.records.values()]
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text(_IGNORE, encoding="utf-8")
            content = {"records": records, "unreadable": sorted(state.unreadable), "hashes": state.hashes}
            self._store("state", {**content, "head": builder.head})
            self._store("past", _builder_data(builder))

    def _conditions(self) -> dict[str, object]:
        return {"rules": rules(), "time_zone": self.time_zone, "shallow": self.shallow}

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}-{self.edition}.json"

    def _load(self, name: str) -> dict[str, Any] | None:
        try:
            kept = json.loads(self._file(name).read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("conditions") != self._conditions():
            return None
        content = kept.get("content")
        return content if isinstance(content, dict) else None

    def _store(self, name: str, content: Mapping[str, object]) -> None:
        text = json.dumps({"conditions": self._conditions(), "content": content}, ensure_ascii=False)
        replace_file(self._file(name), text.encode(), synced=False)


@cache
def rules() -> str:
    """Return a hash of everything that determines the past: the code of the package and the schemas."""
    package = Path(__file__).parents[2]
    total = hashlib.sha256()
    files = sorted(package.rglob("*.py")) + sorted(schemas.folder().glob("*.json"))
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def _builder_data(builder: TimelineBuilder) -> dict[str, object]:
    commits: dict[Commit, int] = {}

    def number(commit: Commit) -> int:
        return commits.setdefault(commit, len(commits))

    content: dict[str, object] = {
        "head": builder.head,
        "first": _text(builder.first),
        "day": _text(builder.day),
        "last": None if builder.last is None else number(builder.last),
        "records": builder.records,
        "changes": [
            (
                number(of_commit.commit),
                [
                    (item.key, item.subject.kind, item.subject.id, item.organization, item.title, item.values)
                    for item in of_commit.changes
                ],
                [(item.requirement, item.organization, item.before, item.after) for item in of_commit.verdicts],
                of_commit.unreadable,
            )
            for of_commit in builder.commits
        ],
        "weeks": [
            (item.week, item.commit, item.counts, item.broken, item.mended, item.spheres) for item in builder.weeks
        ],
        "months": [
            {**_fields(item, "commit"), "day": item.day.isoformat(), "commit": number(item.commit)}
            for item in builder.months
        ],
        "removed_records": [
            {**_fields(item, "added", "removed"), "added": number(item.added), "removed": number(item.removed)}
            for item in builder.removed_records.values()
        ],
        "renames": [(item.kind, item.old, item.new, number(item.commit)) for item in builder.renames],
        "added": [(*key, number(commit)) for key, commit in builder.added.items()],
        "changed": [(*key, number(commit)) for key, commit in builder.changed.items()],
        "withheld": sorted(builder.withheld),
    }
    content["commits"] = [(item.id, item.at.isoformat(), item.day.isoformat(), item.first_id) for item in commits]
    return content


def _fields(item: RemovedRecord | MonthState, *without: str) -> dict[str, object]:
    return {name: value for name, value in asdict(item).items() if name not in without}


def _read_builder(kept: dict[str, Any] | None) -> TimelineBuilder | None:
    if kept is None:
        return None
    commits = [
        Commit(identifier, datetime.datetime.fromisoformat(at), datetime.date.fromisoformat(day), first)
        for identifier, at, day, first in kept["commits"]
    ]
    return TimelineBuilder(
        head=kept["head"],
        first=_day(kept["first"]),
        day=_day(kept["day"]),
        last=None if kept["last"] is None else commits[kept["last"]],
        records=kept["records"],
        commits=[
            CommitChanges(
                commits[number],
                tuple(
                    Change(key, Subject(kind, identifier), organization, title, _values(values))
                    for key, kind, identifier, organization, title, values in changes
                ),
                tuple(
                    VerdictChange(requirement, organization, Outcome(before), Outcome(after))
                    for requirement, organization, before, after in verdicts
                ),
                tuple(unreadable),
            )
            for number, changes, verdicts, unreadable in kept["changes"]
        ],
        weeks=[
            WeekState(
                week,
                commit,
                counts and _counts(counts),
                tuple((requirement, organization) for requirement, organization in broken),
                tuple((requirement, organization) for requirement, organization in mended),
                _counts(spheres),
            )
            for week, commit, counts, broken, mended, spheres in kept["weeks"]
        ],
        months=[
            MonthState(
                **{
                    **item,
                    "day": datetime.date.fromisoformat(item["day"]),
                    "commit": commits[item["commit"]],
                    "requirements": None
                    if item["requirements"] is None
                    else tuple(_requirement_state(found) for found in item["requirements"]),
                }
            )
            for item in kept["months"]
        ],
        removed_records={
            (item["kind"], item["id"]): RemovedRecord(
                **{
                    **item,
                    "addresses": tuple(item["addresses"]),
                    "added": commits[item["added"]],
                    "removed": commits[item["removed"]],
                }
            )
            for item in kept["removed_records"]
        },
        renames=[Rename(kind, old, new, commits[number]) for kind, old, new, number in kept["renames"]],
        added={(kind, identifier): commits[number] for kind, identifier, number in kept["added"]},
        changed={(kind, identifier): commits[number] for kind, identifier, number in kept["changed"]},
        withheld={(kind, identifier) for kind, identifier in kept["withheld"]},
    )


def _counts(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[Outcome, int]]:
    return {name: _by_outcome(found) for name, found in counts.items()}


def _by_outcome(counts: Mapping[str, int]) -> dict[Outcome, int]:
    return {Outcome(key): total for key, total in counts.items()}


def _requirement_state(kept: Mapping[str, Any]) -> RequirementState:
    breaches = tuple(BreachCount(**item) for item in kept["breaches"])
    return RequirementState(**{**kept, "counts": _by_outcome(kept["counts"]), "breaches": breaches})


def _values(values: Mapping[str, Any]) -> dict[str, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _text(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)
