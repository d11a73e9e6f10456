"""What was gathered of the past, kept on the disk between two runs: JSON, for one edition and one set of rules."""

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

from reestr.history.timeline.model import Change, Commit, Rename, Step, Tombstone, VerdictChange, WeekState
from reestr.history.timeline.records_over_time import State
from reestr.history.timeline.replay import Past
from reestr.judging.finding import Outcome, Subject
from reestr.records import schemas
from reestr.records.files_on_disk import replace_file
from reestr.records.record import Record
from reestr.records.redaction import Edition

_IGNORE = "*\n"
# Whatever somebody else may have made of the files.
_SPOILT = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Memory:
    """The folder and the conditions under which what lies there may be used: anything else is as if nothing lay there.

    `shallow` is whether the clone lacks older commits: what was gathered without them is not to be mixed with the rest.
    """

    folder: Path
    edition: Edition
    time_zone: str
    shallow: bool

    def past(self) -> Past | None:
        """What is known; None where nothing usable is kept, whatever the reason."""
        try:
            return _read_past(self._load("past"))
        except _SPOILT:
            return None

    def state(self, head: str) -> State | None:
        """The records in the last commit that was looked at, which must be `head`; None as above."""
        try:
            kept = self._load("state")
            if kept is None or kept["head"] != head:
                return None
            state = State(self.edition)
            for kind, identifier, file, data in kept["records"]:
                state.put(Record(kind, identifier, file, data))
            state.unreadable |= set(kept["unreadable"])
            return state
        except _SPOILT:
            return None

    def keep(self, past: Past, state: State) -> None:
        """Keep both; a folder that cannot be written costs time at the next run, and nothing else."""
        records = [(record.kind, record.id, record.file, record.data) for record in state.records.values()]
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text(_IGNORE, encoding="utf-8")
            self._store("state", {"records": records, "unreadable": sorted(state.unreadable), "head": past.head})
            self._store("past", _past_data(past))

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
    """A hash of all that the past is judged by: the package's own code and the schemas."""
    package = Path(__file__).parents[2]
    total = hashlib.sha256()
    files = sorted(package.rglob("*.py")) + sorted(schemas.folder().glob("*.json"))
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def _past_data(past: Past) -> dict[str, object]:
    commits: dict[Commit, int] = {}

    def number(commit: Commit) -> int:
        return commits.setdefault(commit, len(commits))

    content: dict[str, object] = {
        "head": past.head,
        "first": _text(past.first),
        "day": _text(past.day),
        "steps": [
            (
                number(step.commit),
                [
                    (item.key, item.subject.kind, item.subject.id, item.organization, item.title, item.values)
                    for item in step.changes
                ],
                [(item.requirement, item.organization, item.before, item.after) for item in step.verdicts],
                step.unreadable,
            )
            for step in past.steps
        ],
        "weeks": [(item.week, item.commit, item.counts) for item in past.weeks],
        "tombstones": [
            {**_fields(item), "added": number(item.added), "removed": number(item.removed)}
            for item in past.tombstones.values()
        ],
        "renames": [(item.kind, item.old, item.new, number(item.commit)) for item in past.renames],
        "added": [(*key, number(commit)) for key, commit in past.added.items()],
        "changed": [(*key, number(commit)) for key, commit in past.changed.items()],
        "withheld": sorted(past.withheld),
    }
    content["commits"] = [(item.id, item.at.isoformat(), item.day.isoformat()) for item in commits]
    return content


def _fields(tombstone: Tombstone) -> dict[str, object]:
    fields = asdict(tombstone)
    del fields["added"], fields["removed"]
    return fields


def _read_past(kept: dict[str, Any] | None) -> Past | None:
    if kept is None:
        return None
    commits = [
        Commit(identifier, datetime.datetime.fromisoformat(at), datetime.date.fromisoformat(day))
        for identifier, at, day in kept["commits"]
    ]
    return Past(
        head=kept["head"],
        first=_day(kept["first"]),
        day=_day(kept["day"]),
        steps=[
            Step(
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
            for number, changes, verdicts, unreadable in kept["steps"]
        ],
        weeks=[
            WeekState(
                week,
                commit,
                counts
                and {name: {Outcome(key): total for key, total in found.items()} for name, found in counts.items()},
            )
            for week, commit, counts in kept["weeks"]
        ],
        tombstones={
            (item["kind"], item["id"]): Tombstone(
                **{
                    **item,
                    "addresses": tuple(item["addresses"]),
                    "added": commits[item["added"]],
                    "removed": commits[item["removed"]],
                }
            )
            for item in kept["tombstones"]
        },
        renames=[Rename(kind, old, new, commits[number]) for kind, old, new, number in kept["renames"]],
        added={(kind, identifier): commits[number] for kind, identifier, number in kept["added"]},
        changed={(kind, identifier): commits[number] for kind, identifier, number in kept["changed"]},
        withheld={(kind, identifier) for kind, identifier in kept["withheld"]},
    )


def _values(values: Mapping[str, Any]) -> dict[str, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _text(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)
