"""Tells at which paths and since which commits the files of a history stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reestr.history.git import run

_DELETED = "0"


@dataclass(frozen=True, slots=True, order=True)
class FilePlace:
    """A path, and the id of the first commit in which the file has that content.

    The path is "" and the id that of the file itself for a file that no branch or tag reaches.
    """

    path: str
    commit: str


def places(folder: Path, blobs: Collection[str]) -> Mapping[str, tuple[FilePlace, ...]]:
    """Return the places of each of the given files, sorted. Raises GitFailedError if Git fails."""
    found: dict[str, dict[str, str]] = {blob: {} for blob in blobs}
    if blobs:
        for commit, path, blob in _changes(folder):
            if blob in found:
                found[blob].setdefault(path, commit)
    return {
        blob: tuple(FilePlace(path, commit) for path, commit in sorted(paths.items())) or (FilePlace("", blob),)
        for blob, paths in found.items()
    }


def blobs_at(folder: Path, paths: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return the ids of all versions of each path in the history. Raises GitFailedError if Git fails."""
    found: dict[str, set[str]] = {path: set() for path in paths}
    if paths:
        for _, path, blob in _changes(folder):
            if path in found:
                found[path].add(blob)
    return {path: frozenset(blobs) for path, blobs in found.items()}


def _changes(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield commit, path and id of each file that a commit adds or changes, the earliest commits first."""
    listed = run(folder, "log", "--all", "--topo-order", "--reverse", "--root", "-m", "--raw", "--no-abbrev",
                 "--no-renames", "-z", "--format=commit %H")  # fmt: skip
    commit = ""
    tokens = iter(listed.decode("utf-8", "surrogateescape").split("\0"))
    for token in tokens:
        part = token.lstrip("\n")
        if part.startswith("commit "):
            commit = part.split()[1]
        elif part.startswith(":"):
            after, path = part.split()[3], next(tokens)
            if after.strip(_DELETED):
                yield commit, path, after
