"""What a cell of a paper's table may hold; what is not there says why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from reestr import wording


class Missing(Enum):
    """Why there is no value: nobody knows it, or there is nothing it could be the value of."""

    UNKNOWN = "unknown"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """What is written in its place."""
        return wording.text(f"papers.missing.{self.value}")


@dataclass(frozen=True, slots=True)
class Percent:
    """A share: part of a whole that is not zero."""

    part: int
    whole: int

    @property
    def tenths(self) -> int:
        """Tenths of a per cent, rounded down so that 1000 means all."""
        return self.part * 1000 // self.whole


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be followed: http or https."""

    url: str


Cell: TypeAlias = str | int | datetime.date | Percent | Link | Missing


def known(value: str | int | datetime.date | None) -> Cell:
    """The value, or that nobody knows it."""
    return Missing.UNKNOWN if value is None or value == "" else value
