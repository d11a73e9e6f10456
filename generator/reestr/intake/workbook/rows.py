"""Holds the content of a file's rows, each value with its cell, for our workbook and for foreign registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reestr.intake.workbook.table import CellPlace, ImportProblem
from reestr.registry.errors import ReestrError


@dataclass(frozen=True, slots=True)
class CellValue:
    """The value that a cell gives to a path in a record; None for a blank cell.

    A `wrong` value has its problem reported and is only a placeholder for checking the rest of the record.
    """

    path: tuple[str | int, ...]
    value: Any
    place: CellPlace
    title: str
    wrong: bool = False


@dataclass(slots=True)
class RecordRows:
    """What a file says about one record. `file` is None for a new record.

    `removes` says whether a blank cell removes the value; in a foreign register it does not. `gone` are the items of a
    map (weeks) to be removed as a whole. `unnamed` rows have only a placeholder id, so that the rest of the row can be
    checked; their record is never written.
    """

    kind: str
    id: str
    file: str | None
    place: CellPlace
    entries: list[CellValue] = field(default_factory=list)
    removes: bool = True
    gone: list[tuple[str | int, ...]] = field(default_factory=list)
    unnamed: bool = False


MOST_PROBLEMS = 1_000
"""The limit of reported problems: a register with a wrong mapping has one in each cell."""


class TooManyImportProblemsError(ReestrError):
    """The limit of problems is reached and the rest of the file is not read; `problems` are those found before."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        self.problems = problems
        super().__init__(str(len(problems)))


class ImportProblems(list[ImportProblem]):
    """A list of problems in the order in which they are found."""

    def append(self, item: ImportProblem) -> None:
        """Add a problem. Raises TooManyImportProblemsError if the list already has `MOST_PROBLEMS`."""
        if len(self) == MOST_PROBLEMS:
            raise TooManyImportProblemsError(tuple(self))
        super().append(item)


@dataclass(slots=True)
class Intake:
    """Everything that was read: records, problems, and remarks that do not prevent the import."""

    records: dict[tuple[str, str], RecordRows] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=ImportProblems)
    remarks: list[str] = field(default_factory=list)
    rows: int = 0

    def of(self, kind: str, identifier: str, file: str | None, place: CellPlace, *, removes: bool = True) -> RecordRows:
        """Return the rows of a record; created at the first call."""
        return self.records.setdefault((kind, identifier), RecordRows(kind, identifier, file, place, removes=removes))


def ranges(numbers: Sequence[int], most: int = 5) -> str:
    """Return the numbers of rows as people write them, as in "3–5, 8"; of many ranges only the first `most`."""
    pieces: list[list[int]] = []
    for number in sorted(set(numbers)):
        if pieces and number == pieces[-1][1] + 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in pieces[:most]]
    return ", ".join(shown) + (", …" if len(pieces) > most else "")
