"""Compares two states of a data folder: two commits, or a commit and the present folder."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reestr.history.comparison import Comparison
from reestr.history.diff.compare import compare
from reestr.history.git import FileChange, Repository
from reestr.history.timeline.records_over_time import CommitRecords
from reestr.history.timeline.verdicts import verdict_changes
from reestr.records import gc_pause, reader
from reestr.records.loading.record_sources import FolderFiles
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry
from reestr.registry.words import IN_GENERAL

_SHORT = 10

DayOf = Callable[[Registry], datetime.date]


@dataclass(frozen=True, slots=True)
class States:
    """Two states and their differences.

    `before` and `after` hold only the organizations concerned, and are None without settings or act. `renamed` maps a
    new id of an organization to its previous id.
    """

    comparison: Comparison
    before: Registry | None
    after: Registry | None
    renamed: Mapping[str, str]
    _read: Callable[[str], bytes]

    def line(self, name: str, path: Sequence[str | int]) -> int:
        """Return the line of a value in a file of the head, counted from 1."""
        document, _ = reader.read(self._read(name), name)
        return document.locate(path).line if document is not None else 1


def compare_states(repository: Repository, base: str, head: str | None, edition: Edition, day_of: DayOf) -> States:
    """Return the differences between two commits; `head` None is the present folder.

    `day_of` returns the date of judging for the head's registry; without it nothing is judged. Raises OSError if the
    folder cannot be read.
    """
    with gc_pause.paused():
        old = repository.tree(base)
        new, contents = _folder(repository) if head is None else (repository.tree(head), {})
        state = CommitRecords(edition)
        first = [FileChange(name, None, blob) for name, blob in old.items()]
        changed = [
            FileChange(name, old.get(name), new.get(name))
            for name in sorted({*old, *new})
            if old.get(name) != new.get(name)
        ]
        wanted = {file.after for file in (*first, *changed) if file.after}
        contents = {**repository.contents(sorted(wanted - contents.keys())), **contents}
        state.apply(first, contents)
        touched = state.apply(changed, contents)
        compared = compare(touched.before, touched.after, state.lookup(touched))
        everybody = None if touched.kinds else touched.organizations
        before = state.registry(everybody, touched.records_before)
        after = state.registry(everybody)
        day = day_of(after) if after is not None else None
        comparison = Comparison(
            base=base[:_SHORT],
            head=head[:_SHORT] if head is not None else "",
            as_of=day,
            changes=compared.changes,
            verdicts=verdict_changes(state, touched, day) if day is not None else (),
            unreadable=tuple(sorted(state.unreadable)),
            organizations=_titles(before, after, "organizations"),
            requirements=_titles(before, after, "requirements"),
            files={
                f"{kind}/{identifier}" if identifier else kind: record.file
                for (kind, identifier), record in state.records.items()
            },
            words=after.words if after is not None else IN_GENERAL,
        )

    def read(name: str) -> bytes:
        blob = new[name]
        return contents[blob] if blob in contents else repository.contents([blob])[blob]

    renamed = {new: old for (kind, old), (_, new) in compared.renamed.items() if kind == "organization"}
    return States(comparison, before, after, renamed, read)


def _folder(repository: Repository) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return the present files of the folder (name -> blob) and the content of uncommitted ones."""
    head, _ = repository.commit()
    files = repository.tree(head)
    contents: dict[str, bytes] = {}
    now = FolderFiles(repository.folder, "")
    found = set(now.find()[0])
    for name in repository.uncommitted():
        if name in found:
            contents[f"/{name}"] = now.content(name)
            files[name] = f"/{name}"
        else:
            files.pop(name, None)
    return files, contents


def _titles(before: Registry | None, after: Registry | None, what: str) -> dict[str, str]:
    titles: dict[str, str] = {}
    for registry in (before, after):
        if registry is not None:
            titles.update((identifier, record.title) for identifier, record in getattr(registry, what).items())
    return titles
