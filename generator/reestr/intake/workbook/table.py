"""Defines a table as a file contains it: cells with content and position, before they are interpreted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reestr.intake.workbook.sheets import word
from reestr.records.validation import suggestions
from reestr.registry.errors import ReestrError
from reestr.wording.plain_text import cut

_LONGEST_SAID = 600

RawValue = str | int | float | bool | datetime.date | None

CellKind = Literal["value", "error", "formula"]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """The content of a cell.

    An `error` is a value like `#N/A`; a `formula` has no known result. `link` is the target of a click on the cell, ""
    if there is none.
    """

    value: RawValue
    kind: CellKind = "value"
    link: str = ""


EMPTY = SheetCell(None)


@dataclass(frozen=True, slots=True, order=True)
class CellPlace:
    """A cell of a sheet, counted from 1. The sheet of a CSV file is "". `order` is the sheet's index in the file."""

    order: int
    row: int
    column: int
    sheet: str = field(compare=False)

    @property
    def cell(self) -> str:
        """Return the cell as spreadsheets name it: B17."""
        return f"{letters(self.column)}{self.row}"

    @property
    def named(self) -> str:
        """Return the cell with its sheet: Организации!B17."""
        return f"{self.sheet}!{self.cell}" if self.sheet else self.cell


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A problem that prevents the import, with its cell and column if it has any.

    `kind` is the same for all problems with one cause: a key of the catalogue or the code of a diagnostic.
    """

    message: str
    fix: str
    place: CellPlace | None = None
    title: str = ""
    other: tuple[CellPlace, ...] = ()
    kind: str = ""

    def __lt__(self, other: ImportProblem) -> bool:
        return (self.place is not None, self.place or other.place, self.message) < (
            other.place is not None,
            other.place or self.place,
            other.message,
        )


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet: its rows from the top, each up to its last cell.

    Merged cells are (first row, first column, last row, last column), counted from 1; `hidden` are the numbers of
    hidden rows.
    """

    name: str
    order: int
    rows: Sequence[Sequence[SheetCell]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden: Sequence[int] = ()

    def place(self, row: int, column: int) -> CellPlace:
        """Return the place of a cell, both counted from 1."""
        return CellPlace(self.order, row, column, self.name)


class UnreadableFileError(ReestrError):
    """The file as a whole cannot be imported. The message and the fix are Russian."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.problem = ImportProblem(
            word(f"unreadable.{key}.message", **values), word(f"unreadable.{key}.fix", **values)
        )
        super().__init__(self.problem.message)


def _openly(value: object) -> object:
    """Return the content of a cell for a message: short, and without secrets."""
    return cut(suggestions.openly(value[:_LONGEST_SAID]), _LONGEST_SAID - 1) if isinstance(value, str) else value


def letters(column: int) -> str:
    """Return the letters of a column counted from 1: A, Z, AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def problem(
    key: str,
    place: CellPlace | None,
    title: str = "",
    said: Mapping[str, object] | None = None,
    *,
    other: tuple[CellPlace, ...] = (),
    **values: object,
) -> ImportProblem:
    """Return a problem with the catalogue's texts `problems.<key>.message` and `.fix`, filled with `said` and the
    values.
    """
    told = {name: _openly(value) for name, value in {**(said or {}), **values}.items()}
    filled: dict[str, object] = {"title": title, **told}
    message, fix = (word(f"problems.{key}.{part}", **filled) for part in ("message", "fix"))
    return ImportProblem(message, fix, place, title, other, key)
