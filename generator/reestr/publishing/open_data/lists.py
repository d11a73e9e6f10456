"""Puts together the files that list all organizations, accounts or findings from the parts that organizations have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from reestr.publishing.view import File, ListPart, LongFile

ListPiece = tuple[bytes, int]
"""The bytes of a part of a list, and the number of its items."""


class Lists(Protocol):
    """The parts of all lists."""

    def of(self, name: str, group: str = "") -> Iterator[ListPiece]:
        """Yield the parts of a list that have items, in the order of organizations."""


class ListsInMemory:
    """Parts that are added in the order of organizations."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], list[ListPiece]] = {}

    def add(self, part: ListPart) -> None:
        """Append a part to its list."""
        if part.count:
            self._parts.setdefault((part.name, part.group), []).append((part.content, part.count))

    def of(self, name: str, group: str = "") -> Iterator[ListPiece]:
        """See Lists."""
        return iter(self._parts.get((name, group), ()))

    def apart(self, made: Iterable[File | ListPart]) -> Iterator[File]:
        """Yield the files among what is made for an organization, and add the parts."""
        for item in made:
            if isinstance(item, ListPart):
                self.add(item)
            else:
                yield item


def whole(file: File | LongFile) -> File:
    """Return a file with its content in memory."""
    return file if isinstance(file, File) else File(file.path, b"".join(file.pieces))
