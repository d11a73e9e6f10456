"""Checks the folder of hand-written pages, of which MkDocs publishes every file."""

from __future__ import annotations

import os
from pathlib import Path

# The files that MkDocs itself reads as pages; a file that it only copies may contain anything.
_TEXTS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def stray(docs: Path, data: Path) -> Path | None:
    """Return a file that must not be published: a raw record, a link out of the folder, a pipe, or invalid UTF-8.

    None if there is no such file. Raises OSError.
    """
    home, records = docs.resolve(), data.resolve()
    if home == records or home in records.parents:
        return data
    for folder, folders, names in os.walk(docs):
        for name in sorted((*folders, *names)):
            path = Path(folder, name)
            place = path.resolve()
            # A link to a parent folder would have no end.
            astray = home not in place.parents or (path.is_symlink() and place in path.absolute().parents)
            if astray or not name.isprintable() or not (path.is_dir() or (path.is_file() and _is_readable(path))):
                return path
    return None


def _is_readable(path: Path) -> bool:
    if path.suffix.lower() not in _TEXTS:
        return True
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True
