"""Finding the record files of a registry: all that lies in the data folder, in a fixed order, no link followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, make

# What editors and operating systems leave behind is nobody's record and nobody's mistake.
_IGNORED_PREFIXES = (".", "~$")
_IGNORED_SUFFIXES = ("~", ".swp", ".bak", ".orig")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file below the data folder: `name` relative to that folder, with forward slashes."""

    name: str
    path: str


def project_of(data: Path) -> Path:
    """The project a data folder belongs to: the nearest folder above it with a `mkdocs.yml`, else its parent."""
    data = data.absolute()
    for folder in data.parents:
        if (folder / "mkdocs.yml").is_file():
            return folder
    return data.parent


def find(data: Path, prefix: str) -> tuple[list[FoundFile], list[Diagnostic]]:
    """All files below the data folder, sorted by name, and a diagnostic for each link, special file, odd name.

    `prefix` is the data folder's own name in the diagnostics. Raises OSError where a folder cannot be read.
    """
    files: list[FoundFile] = []
    diagnostics: list[Diagnostic] = []
    for name, entry in _walk(data, ""):
        if not name.isprintable():
            # Bytes that are no UTF-8, line breaks, invisible characters: no report could name such a file as it is.
            shown = printable(name)
            location = Location(prefix + shown)
            diagnostics.append(make("bad-file-name", location, variant="unprintable", name=shown, ready=""))
        elif entry.is_symlink() or not entry.is_file(follow_symlinks=False):
            diagnostics.append(make("not-a-file", Location(prefix + name), name=name))
        else:
            files.append(FoundFile(name, entry.path))
    return sorted(files, key=lambda item: item.name), diagnostics


def printable(name: str) -> str:
    """A file's name with what cannot be printed written out: `\\n`, `\\u202e`, `\\xff` for a byte that is no UTF-8."""
    return "".join(character if character.isprintable() else _written_out(character) for character in name)


def _written_out(character: str) -> str:
    # Python reads a byte that is no UTF-8 as a lone surrogate.
    byte = ord(character) - 0xDC00
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else ascii(character)[1:-1]


def _walk(folder: Path | str, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda item: item.name):
            if entry.name.startswith(_IGNORED_PREFIXES) or entry.name.endswith(_IGNORED_SUFFIXES):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name, entry
