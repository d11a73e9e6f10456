"""A record in memory: what a file of the registry holds, before anything of the model is built of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, str]
"""Kind and id of a record."""


@dataclass(slots=True, eq=False)
class Record:
    """One record that passed its own checks, or was salvaged; records are told apart by identity.

    `id` is its file name (`<account>/<year>`, `<organization>/<month>`, "" for a kind of one record). `data` are those
    of the file, or what an edition may hold of them (`withheld` if nothing); a year of counts that was built while it
    was read keeps only `weeks`, a mapping with the week as key. `model` is for whoever builds it once and keeps it.
    """

    kind: str
    id: str
    file: str
    data: Mapping[str, Any]
    model: Any = field(default=None, repr=False)

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id

    @property
    def draft(self) -> bool:
        """Whether it is marked as a draft."""
        return self.data.get("draft") is True

    @property
    def withheld(self) -> bool:
        """Whether an edition may hold nothing of it but that it is there."""
        return not self.data
