"""The record files of a registry: all that lies in its data folder, now or in a commit, in a fixed order, no links."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.regular_file import read_regular
from reestr.wording.plain_text import visible

# What editors and operating systems leave behind is nobody's record and nobody's mistake.
_IGNORED_PREFIXES = (".", "~$")
_IGNORED_SUFFIXES = ("~", ".swp", ".bak", ".orig")

# No record lies deeper than a few folders; a tree made to break whoever walks it is not walked to its end.
_DEEPEST = 16


class RecordFiles(Protocol):
    """Where records come from. `prefix` is the data folder's name in diagnostics, with a final slash; the names of
    files are relative to that folder, with forward slashes."""

    @property
    def prefix(self) -> str:
        """What stands before a file's name in diagnostics."""

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """All regular files, sorted by name, and a diagnostic for each link, special file, odd name."""

    def content(self, name: str) -> bytes:
        """The bytes of a file, and no more than show that it is too large. Raises OSError where it cannot be read."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a folder on the disk. `find` raises OSError only where that folder itself cannot be read."""

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
    """The files of a past state: name -> bytes, None for what is no regular file."""

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
    """Files as they will be once some of them are written: name -> bytes; the others lie below."""

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


def project_of(data: Path) -> Path:
    """The project a data folder belongs to: the nearest folder above it with a `mkdocs.yml`, else its parent."""
    data = data.absolute()
    for folder in data.parents:
        if (folder / "mkdocs.yml").is_file():
            return folder
    return data.parent


def prefix_of(data: Path) -> str:
    """How the files of a data folder are named in its project: `data/`."""
    data = data.absolute()
    return visible(data.relative_to(project_of(data)).as_posix(), blanks=True) + "/"


def unreadable(file: str) -> Diagnostic:
    """The diagnostic of a file or folder, named with its prefix, that the system does not give out."""
    return make("not-a-file", Location(file), variant="unreadable", name=file)


def is_ignored(name: str) -> bool:
    """Whether a file, or a folder it lies in, is something that editors and operating systems leave behind."""
    return any(_is_left_behind(part) for part in name.split("/"))


def _sort_out(name: str, regular: bool, prefix: str, names: list[str], diagnostics: list[Diagnostic]) -> None:
    if not name.isprintable():
        # Bytes that are no UTF-8, line breaks, invisible characters: no report could name such a file as it is.
        shown = visible(name, blanks=True)
        diagnostics.append(make("bad-file-name", Location(prefix + shown), variant="unprintable", name=shown, ready=""))
    elif not regular:
        diagnostics.append(make("not-a-file", Location(prefix + name), name=name))
    else:
        names.append(name)


def _is_left_behind(part: str) -> bool:
    return part.startswith(_IGNORED_PREFIXES) or part.endswith(_IGNORED_SUFFIXES)
