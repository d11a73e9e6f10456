"""Two states of a data folder compared: two commits, or a commit and the folder as it is now."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from generator import collector
from generator.edition import Edition
from generator.history.changes import compare
from generator.history.git import FileChange, Repository
from generator.load.files import FolderFiles
from generator.model.comparison import Comparison
from generator.model.registry import Registry
from generator.replay.state import State
from generator.replay.verdicts import verdict_changes

_SHORT = 10

DayOf = Callable[[Registry], datetime.date]


def compare_states(
    repository: Repository, base: str, head: str | None, edition: Edition, day_of: DayOf
) -> tuple[Comparison, Registry | None, Registry | None]:
    """What differs between two commits, and the registries of both with the organizations concerned.

    `head` None is the folder as it is now. `day_of` gives the day to judge on from the registry of the head; without
    one (settings or act are missing) nothing is judged. Raises OSError where the folder cannot be read.
    """
    with collector.paused():
        old = repository.tree(base)
        new, contents = _folder(repository) if head is None else (repository.tree(head), {})
        state = State(edition)
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
        compared = compare(touched.before, touched.after, state.frame(touched))
        everybody = None if touched.kinds else touched.organizations
        before = state.registry(everybody, touched.entries_before)
        after = state.registry(everybody)
        day = day_of(after) if after is not None else None
        comparison = Comparison(
            base=base[:_SHORT],
            head=head[:_SHORT] if head is not None else "",
            as_of=day or datetime.date.min,
            changes=compared.changes,
            verdicts=verdict_changes(state, touched, day) if day is not None else (),
            unreadable=tuple(sorted(state.unreadable)),
            organizations=_titles(before, after, "organizations"),
            requirements=_titles(before, after, "requirements"),
            files={
                f"{kind}/{identifier}" if identifier else kind: entry.name
                for (kind, identifier), entry in state.entries.items()
            },
        )
        return comparison, before, after


def _folder(repository: Repository) -> tuple[dict[str, str], dict[str, bytes]]:
    """The files of the folder as they are now; those that Git has are named by their blob, the others by themselves."""
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
