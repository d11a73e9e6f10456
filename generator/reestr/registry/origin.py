"""Where a record comes from: its file, the lines of its fields and all that it says, so that nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The file of a record, relative to the project, with the lines of its upper levels by JSON pointer.

    `fields` are the record's fields as its file has them, cut to what the edition may hold, for whoever reads them by
    the schema: a field that no attribute of the model holds is there all the same. Not to be changed. A year of counts
    is without its weeks, but for what the model does not hold of them.
    """

    kind: str
    id: str
    file: str
    lines: Mapping[str, int]
    fields: Mapping[str, Any] = field(default_factory=dict)

    def line(self, path: str) -> int:
        """The line of the value at a JSON pointer, or of the nearest part of it whose line is known."""
        while path:
            found = self.lines.get(path)
            if found is not None:
                return found
            path = path.rpartition("/")[0]
        return 1

    @property
    def record(self) -> str:
        """The record's name across the registry: `account/school-1-vk`, `act` for a kind of one record."""
        return f"{self.kind}/{self.id}" if self.id else self.kind


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on: a place in a record, or the record itself (path "") where a fact is missing from it."""

    origin: Origin
    path: str = ""

    @property
    def line(self) -> int:
        """The line in the record's file, counted from 1."""
        return self.origin.line(self.path)
