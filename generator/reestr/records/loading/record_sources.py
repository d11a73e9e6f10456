"""The record files of a registry, now or in a commit, in a fixed order; no link is followed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.files_on_disk import RegularFiles, read_regular
from reestr.wording.plain_text import visible

# Files left by editors and operating systems are neither records nor mistakes.
_IGNORED_PREFIXES = (".", "~$")
_IGNORED_SUFFIXES = ("~", ".swp", ".bak", ".orig")

# Records lie at most a few folders deep; a maliciously deep tree is not walked to its end.
_DEEPEST = 16


class RecordFiles(Protocol):
    """A source of record files.

    `prefix` is the data folder's name in diagnostics, with a final slash. File names are relative to that folder, with
    forward slashes.
    """

    @property
    def prefix(self) -> str:
        """Return the text before a file's name in diagnostics."""

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """Return all regular files, sorted by name, and a diagnostic for each link, special file and invalid name."""

    def content(self, name: str) -> bytes:
        """Return the bytes of a file, of an oversized one only enough to show its size.

        Raises OSError if it is unreadable.
        """


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a folder on disk. `find` raises OSError only if the folder itself cannot be read."""

    data: Path
    prefix: str

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        names: list[str] = []
        diagnostics: list[Diagnostic] = []
        folders: list[str] = [""]
        while folders:
            folder = folders.pop()
            entries = self._entries(folder, diagnostics)
            for entry in entries:
                name = folder + entry.name
                if _is_left_behind(entry.name):
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    _sort_out(name, entry.is_file(follow_symlinks=False), self.prefix, names, diagnostics)
                elif name.count("/") < _DEEPEST:
                    folders.append(f"{name}/")
                else:
                    shown = visible(name, blanks=True)
                    location = Location(self.prefix + shown)
                    diagnostics.append(make("unexpected-file", location, variant="nested", name=shown, limit=_DEEPEST))
        return sorted(names), diagnostics

    def _entries(self, folder: str, diagnostics: list[Diagnostic]) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.data / folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError:
            if not folder:
                raise
            diagnostics.append(unreadable(self.prefix + visible(folder.rstrip("/"), blanks=True)))
            return []

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        return read_regular(self.data, name)


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """The files of a past state: name -> bytes, None for an entry that is not a regular file."""

    contents: Mapping[str, bytes | None]
    prefix: str

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        names: list[str] = []
        diagnostics: list[Diagnostic] = []
        for name in sorted(self.contents):
            if not is_ignored(name):
                _sort_out(name, self.contents[name] is not None, self.prefix, names, diagnostics)
        return names, diagnostics

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        return self.contents[name] or b""


@dataclass(frozen=True, slots=True)
class OverlaidFiles:
    """Files with some of them replaced, as they will be after writing: name -> bytes; the others come from below."""

    below: RecordFiles
    changed: Mapping[str, bytes]

    @property
    def prefix(self) -> str:
        """See RecordFiles."""
        return self.below.prefix

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        names, diagnostics = self.below.find()
        return sorted({*names, *self.changed}), diagnostics

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        return self.changed[name] if name in self.changed else self.below.content(name)


@contextmanager
def reading(files: RecordFiles) -> Iterator[Callable[[str], bytes]]:
    """Yield the method `content` of the files; for files on disk, a faster one that keeps their folders open."""
    if not isinstance(files, FolderFiles):
        yield files.content
        return
    with RegularFiles(files.data) as regular:
        yield regular.read


def folder_files(data: Path) -> FolderFiles:
    """Return the files of a data folder, named as in its project."""
    return FolderFiles(data.absolute(), prefix_of(data))


def project_of(data: Path) -> Path:
    """Return the project of a data folder: the nearest parent with a `mkdocs.yml`, otherwise the direct parent."""
    data = data.absolute()
    for folder in data.parents:
        if (folder / "mkdocs.yml").is_file():
            return folder
    return data.parent


def prefix_of(data: Path) -> str:
    """Return the prefix of a data folder's files in its project: `data/`."""
    data = data.absolute()
    return visible(data.relative_to(project_of(data)).as_posix(), blanks=True) + "/"


def unreadable(file: str) -> Diagnostic:
    """Return the diagnostic of an unreadable file or folder, named with its prefix."""
    return make("not-a-file", Location(file), variant="unreadable", name=file)


def is_ignored(name: str) -> bool:
    """Return whether a file, or a folder that contains it, was left by an editor or operating system."""
    return any(_is_left_behind(part) for part in name.split("/"))


def _sort_out(name: str, regular: bool, prefix: str, names: list[str], diagnostics: list[Diagnostic]) -> None:
    if not name.isprintable():
        # Bytes that are not UTF-8, line breaks, invisible characters: no report could show such a name as it is.
        shown = visible(name, blanks=True)
        diagnostics.append(make("bad-file-name", Location(prefix + shown), variant="unprintable", name=shown, ready=""))
    elif not regular:
        diagnostics.append(make("not-a-file", Location(prefix + name), name=name))
    else:
        names.append(name)


def _is_left_behind(part: str) -> bool:
    return part.startswith(_IGNORED_PREFIXES) or part.endswith(_IGNORED_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The record files at one moment, in memory. They can be loaded like the original source."""

    prefix: str
    contents: Mapping[str, bytes]
    problems: Sequence[Diagnostic]

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        return list(self.contents), list(self.problems)

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        return self.contents[name]

    def fingerprint(self) -> str:
        """Return the SHA-256 (hex) of all records, see `fingerprint_of`."""
        return fingerprint_of({name: hashlib.sha256(content).hexdigest() for name, content in self.contents.items()})


def fingerprint_of(hashes: Mapping[str, str]) -> str:
    """Return the SHA-256 (hex) of all records, given that of each file by its name: of the list that `sha256sum` prints
    for the files sorted by name.

    In a clean checkout a shell computes the same:

        cd data
        find * -type f -not -path '*/.*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum

    No record's name contains a backslash or a line break, which `sha256sum` would write differently.
    """
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes, key=str.encode))
    return hashlib.sha256(lines.encode()).hexdigest()


def snapshot(files: RecordFiles) -> Snapshot:
    """Return all files as they are now; unreadable files are problems of the snapshot.

    Raises what finding them raises.
    """
    names, problems = files.find()
    contents = {}
    with reading(files) as content:
        for name in names:
            try:
                contents[name] = content(name)
            except OSError:
                problems.append(unreadable(files.prefix + name))
    return Snapshot(files.prefix, contents, problems)
