"""The content of cells in a document's table; a missing value states why it is missing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from reestr import wording


class MissingValue(Enum):
    """Why there is no value: it is unknown, or it does not apply."""

    UNKNOWN = "unknown"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """Return the text written in its place."""
        return wording.text(f"papers.missing.{self.value}")


@dataclass(frozen=True, slots=True)
class Percent:
    """A share: part of a whole that is not zero. `rounded` is the share in tenths of a per cent if it was rounded
    together with the other parts of the whole.
    """

    part: int
    whole: int
    rounded: int | None = None

    @property
    def tenths(self) -> int:
        """Return tenths of a per cent: `rounded` if given, else rounded down so that 1000 means all."""
        return self.part * 1000 // self.whole if self.rounded is None else self.rounded


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be a link: http or https."""

    url: str


DocumentCell: TypeAlias = str | int | datetime.date | Percent | Link | MissingValue


def known(value: str | int | datetime.date | None) -> DocumentCell:
    """Return the value, or the mark of an unknown one."""
    return MissingValue.UNKNOWN if value is None or value == "" else value
