"""Lays a file of changes over the records and compares what would be judged and asked for; nothing is written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reestr import wording
from reestr.judging.finding import Finding, Outcome
from reestr.judging.run import assess
from reestr.judging.tasks.collecting import tasks_of
from reestr.judging.tasks.task import Task
from reestr.records import reader
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing import order_of
from reestr.records.editing.writing import in_order, written
from reestr.records.loading.record_sources import RecordFiles
from reestr.records.validation import suggestions
from reestr.records.validation.listed_names import lists_in
from reestr.records.validation.placement import RecordPlace, place
from reestr.registry.errors import ReestrError
from reestr.registry.registry import Registry

LARGEST = 1 << 20
"""The most bytes that a file of changes may have."""


class RehearsalError(ReestrError):
    """The file of changes cannot be used. The message says why and what to write, in Russian."""

    def __init__(self, key: str, **said: object) -> None:
        super().__init__(wording.text(f"rehearsal.{key}", **said))


class UnreadableChangeError(ReestrError):
    """The file of changes is no YAML that records may be written in."""

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        super().__init__("the file of changes has problems")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class RehearsedFiles:
    """The files of a registry as they would be: some replaced or new, some gone."""

    below: RecordFiles
    changed: Mapping[str, bytes]
    gone: frozenset[str]

    @property
    def prefix(self) -> str:
        """See RecordFiles."""
        return self.below.prefix

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        names, problems = self.below.find()
        return sorted({*names, *self.changed} - self.gone), problems

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        return self.changed[name] if name in self.changed else self.below.content(name)


@dataclass(frozen=True, slots=True)
class ChangedVerdict:
    """The outcome of one finding with the records as they are and as they would be; None where there is no verdict."""

    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """Return the finding as it would be, or as it is where there would be none."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def outcomes(self) -> tuple[Outcome | None, Outcome | None]:
        """Return the outcome before and after."""
        return (
            None if self.before is None else self.before.outcome,
            None if self.after is None else self.after.outcome,
        )


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would change on a day: verdicts by requirement and subject, tasks that would arise, and that would end."""

    day: datetime.date
    names: tuple[str, ...]
    registry: Registry
    verdicts: tuple[ChangedVerdict, ...]
    arising: tuple[Task, ...]
    ending: tuple[Task, ...]


def changed_files(change: Path, below: RecordFiles) -> RehearsedFiles:
    """Return the files with a file of changes laid over them.

    Raises RehearsalError for one that cannot be used, UnreadableChangeError for one that cannot be read.
    """
    file = str(change)
    try:
        with change.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise RehearsalError("no-file", file=file) from None
    except OSError as problem:
        raise RehearsalError("unreadable", file=file, reason=problem.strerror or problem) from None
    document, problems = reader.read(content, file)
    if document is None or problems:
        raise UnreadableChangeError(problems)
    if not document.data:
        raise RehearsalError("no-change", file=file)
    there, lists = set(below.find()[0]), lists_in(below)
    changed: dict[str, bytes] = {}
    gone: set[str] = set()
    for name, fields in document.data.items():
        kind = _kind_of(str(name), file)
        if fields is None:
            if name not in there:
                ready = suggestions.ready(suggestions.nearest(str(name), there))
                raise RehearsalError("no-record", file=file, given=suggestions.shown(name), ready=ready)
            gone.add(str(name))
            continue
        if not isinstance(fields, Mapping):
            raise RehearsalError("not-a-mapping", file=file, given=suggestions.shown(name))
        old = reader.read(below.content(str(name)), str(name))[0] if name in there else None
        data = laid_over({} if old is None else old.data, fields)
        changed[str(name)] = written(in_order(data, order_of(kind, lists)))
    return RehearsedFiles(below, changed, frozenset(gone))


def _kind_of(name: str, file: str) -> str:
    found = place(name)
    if isinstance(found, RecordPlace):
        return found.kind
    raise RehearsalError("not-a-record", file=file, given=suggestions.shown(name), reason=found.message)


def laid_over(data: Any, change: Any) -> Any:
    """Return data with a change: groups are merged field by field, None removes a field, anything else replaces."""
    if not isinstance(data, Mapping) or not isinstance(change, Mapping):
        return change
    merged = {key: value for key, value in data.items() if change.get(key, value) is not None}
    return merged | {
        key: laid_over(data.get(key, {}) if isinstance(value, Mapping) else None, value)
        for key, value in change.items()
        if value is not None
    }


def rehearsed(before: Registry, after: Registry, day: datetime.date, names: Sequence[str]) -> Rehearsal:
    """Return what differs between two registries on a day."""
    was, would = assess(before, day), assess(after, day)
    old = {(item.requirement, item.subject): item for item in was.findings}
    new = {(item.requirement, item.subject): item for item in would.findings}
    keys = [*new, *(key for key in old if key not in new)]
    pairs = (ChangedVerdict(old.get(key), new.get(key)) for key in keys)
    tasks, others = _by_identity(after, would), _by_identity(before, was)
    return Rehearsal(
        day,
        tuple(names),
        after,
        tuple(pair for pair in pairs if pair.outcomes[0] is not pair.outcomes[1]),
        tuple(task for identity, task in tasks.items() if identity not in others),
        tuple(task for identity, task in others.items() if identity not in tasks),
    )


def _by_identity(registry: Registry, assessment: Any) -> dict[str, Task]:
    found = tasks_of(registry, assessment)
    own = (task for tasks in found.by_organization.values() for task in tasks)
    return {task.identity: task for task in (*found.officer, *own)}
