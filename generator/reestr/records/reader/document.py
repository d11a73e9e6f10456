"""A file that was read: its data, and the line and column of every value in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from reestr.records import json_pointer
from reestr.records.diagnostics import Location
from reestr.records.reader.positions import places

JSONValue: TypeAlias = "str | int | float | bool | list[JSONValue] | dict[str, JSONValue] | None"

#: How deep the lines of entries are kept: `/weeks/2026-W01` has its own line, `/weeks/2026-W01/photo` shares it.
LINE_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: plain data, the (cleaned) content it came from, the lines of its upper entries.

    `entry_lines` holds the line of each key or item down to `LINE_DEPTH`, in the order of the data. Columns are not
    kept: a file without problems never needs them, and `locate` finds them in the content.
    """

    file: str
    data: dict[str, JSONValue]
    content: bytes
    entry_lines: Sequence[int]

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Return where the value at `path` begins, or its key; the nearest ancestor if the path does not exist."""
        known = places(self.content)
        way = tuple(path)
        while way not in known and way:
            way = way[:-1]
        place = known.get(way)
        if place is None:
            return Location(self.file)
        # Only the requested path has a key of its own to show; for an ancestor, the key is more helpful than its
        # content.
        if key or len(way) < len(path):
            return Location(self.file, place.key_line, place.key_column)
        return Location(self.file, place.line, place.column)

    def lines(self) -> dict[str, int]:
        """Return JSON pointer -> line, for every key and item down to `LINE_DEPTH` levels."""
        numbers = iter(self.entry_lines)
        return {pointer: next(numbers) for pointer in _pointers(self.data)}


def _pointers(data: dict[str, JSONValue]) -> Iterator[str]:
    for key, value in data.items():
        parent = _pointer("", key)
        yield parent
        if type(value) is dict:
            for inner in value:
                yield _pointer(parent, inner)
        elif type(value) is list:
            for index in range(len(value)):
                yield _pointer(parent, index)


@lru_cache(maxsize=16_384)
def _pointer(parent: str, part: str | int) -> str:
    """Return a pointer as one shared text: `/weeks/2026-W01` occurs in thousands of files."""
    return sys.intern(parent + json_pointer.pointer((part,)))
