"""The folder of hand-written pages, whose every file MkDocs publishes: what must not be in it."""

from __future__ import annotations

import os
from pathlib import Path

# What MkDocs itself reads as a page; a file that it only copies may hold anything.
_TEXTS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def stray(docs: Path, data: Path) -> Path | None:
    """What would be published though it is no page: raw records, what a link brings in from elsewhere, a pipe, a text
    or a name that is no UTF-8.

    None where there is nothing of the kind. Raises OSError.
    """
    home, records = docs.resolve(), data.resolve()
    if home == records or home in records.parents:
        return data
    for folder, folders, names in os.walk(docs):
        for name in sorted((*folders, *names)):
            path = Path(folder, name)
            place = path.resolve()
            # A link to a folder that it lies in has no end.
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
