"""Where a record comes from: its file, the lines of its fields, and the fields as the file has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_RECORDED_DIGITS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The file of a record, relative to the project, with the lines of its upper levels by JSON pointer.

    `fields` are the fields as the file has them, reduced to what the edition may hold. They include fields that no
    attribute of the model holds, so that code can walk a record by its schema. Must not be changed. For a year of
    counts they leave out the weeks, except for fields that the model does not hold.
    """

    kind: str
    id: str
    file: str
    lines: Mapping[str, int]
    fields: Mapping[str, Any] = field(default_factory=dict)

    def line(self, path: str) -> int:
        """Return the line of the value at a JSON pointer, or of its nearest ancestor whose line is known."""
        while path:
            found = self.lines.get(path)
            if found is not None:
                return found
            path = path.rpartition("/")[0]
        return 1

    @property
    def record(self) -> str:
        """Return the record's name, unique in the registry: `account/school-1-vk`; `act` for a kind with one record."""
        return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on: a place in a record, or the whole record (path "") if it lacks the fact."""

    origin: Origin
    path: str = ""

    @property
    def line(self) -> int:
        """Return the line in the record's file, counted from 1."""
        return self.origin.line(self.path)


@dataclass(frozen=True, slots=True)
class ArchivedAnswers:
    """The answers of a network or a site that a fact seen by the program rests on: the file of the archive of
    observations, and the first 32 hex digits of each answer's SHA-256 (see `recorded_hash`), in the order of reading.
    The archive is no part of the registry.
    """

    file: str
    hashes: tuple[str, ...]


def recorded_hash(sha256: str) -> str:
    """Return what a record keeps of an answer's SHA-256 (64 hex digits): the first 32, that is 128 bits.

    The archive keeps the whole hash (decision 0026). `archive_hash` of common.schema.json asks for the same length.
    """
    return sha256[:_RECORDED_DIGITS]
