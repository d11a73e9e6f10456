"""A record in memory: the content of one record file, before registry objects are built from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

RecordKey = tuple[str, str]
"""Kind and id of a record."""


@dataclass(slots=True, eq=False)
class Record:
    """A record that passed its own checks, or the valid part of one. Records are compared by identity.

    `id` is its file name (`<account>/<year>`, `<organization>/<month>`, "" for a kind with one record). `data` is the
    file's data, or the part that an edition may hold (`withheld` if none); for a year of counts that was built while it
    was read, only `weeks`, with the weeks as keys. `model` caches the built registry object.
    """

    kind: str
    id: str
    file: str
    data: Mapping[str, Any]
    model: Any = field(default=None, repr=False)

    @property
    def key(self) -> RecordKey:
        """Return kind and id."""
        return self.kind, self.id

    @property
    def draft(self) -> bool:
        """Return whether the record is marked as a draft."""
        return self.data.get("draft") is True

    @property
    def withheld(self) -> bool:
        """Return whether an edition may hold nothing of the record except its existence."""
        return not self.data


class Footprint(NamedTuple):
    """What tells two states of a record apart, and what it names: its file, the digest of the content, the
    organizations and accounts that it refers to.
    """

    file: str
    digest: bytes
    refers: tuple[RecordKey, ...]


RecordsByKind = Mapping[str, Mapping[str, Record]]
"""Kind -> id -> record."""
