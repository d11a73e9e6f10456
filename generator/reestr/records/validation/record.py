"""A parsed record that passed its own checks, as the rules between records see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One record: `id` is its file name (`<account>/<year>`, `<organization>/<month>`, "" for a kind of one record).

    An activity record keeps of its `data` only `weeks`, a mapping with the week as key.
    """

    kind: str
    id: str
    file: str
    data: Mapping[str, Any]

    @property
    def draft(self) -> bool:
        """Whether it is marked as a draft."""
        return self.data.get("draft") is True
