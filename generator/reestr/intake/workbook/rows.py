"""What the rows of a file say, each value with its cell: the common ground of our workbook and of foreign registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reestr.intake.workbook.table import Place, Problem
from reestr.registry.errors import ReestrError


@dataclass(frozen=True, slots=True)
class Entry:
    """The value that a cell gives to a path in a record; None for a blank cell. A `wrong` one has its problem told and
    stands for a value only so that the rest of the record can be judged."""

    path: tuple[str | int, ...]
    value: Any
    place: Place
    title: str
    wrong: bool = False


@dataclass(slots=True)
class RecordRows:
    """What a file says of one record. `file` is None for a new one.

    `removes` tells whether a blank cell takes the value away; a foreign register knows less than we do.
    `gone` are the items of a map (the weeks) that are to be taken away as a whole. The id of `unnamed` rows is only a
    stand-in by which the rest of the row can be judged: such a record is never written.
    """

    kind: str
    id: str
    file: str | None
    place: Place
    entries: list[Entry] = field(default_factory=list)
    removes: bool = True
    gone: list[tuple[str | int, ...]] = field(default_factory=list)
    unnamed: bool = False


MOST_PROBLEMS = 1_000
"""Nobody mends more cells in one go, and a register with the wrong mapping has one in each."""


class TooManyProblemsError(ReestrError):
    """There are so many problems that the rest of the file is not looked at; carries those there are."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__(str(len(problems)))


class Problems(list[Problem]):
    """Problems in the order in which they are found; one too many raises TooManyProblemsError."""

    def append(self, item: Problem) -> None:
        """One more problem."""
        if len(self) == MOST_PROBLEMS:
            raise TooManyProblemsError(tuple(self))
        super().append(item)


@dataclass(slots=True)
class Intake:
    """All that was read: records, problems, and remarks that keep nothing from being taken in."""

    records: dict[tuple[str, str], RecordRows] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=Problems)
    remarks: list[str] = field(default_factory=list)
    rows: int = 0

    def of(self, kind: str, identifier: str, file: str | None, place: Place, *, removes: bool = True) -> RecordRows:
        """The rows of a record, begun with the first of them."""
        return self.records.setdefault((kind, identifier), RecordRows(kind, identifier, file, place, removes=removes))


def ranges(numbers: Sequence[int], most: int = 5) -> str:
    """Numbers of rows as people write them: 3–5, 8; of many the first ones."""
    pieces: list[list[int]] = []
    for number in sorted(set(numbers)):
        if pieces and number == pieces[-1][1] + 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in pieces[:most]]
    return ", ".join(shown) + (", …" if len(pieces) > most else "")
