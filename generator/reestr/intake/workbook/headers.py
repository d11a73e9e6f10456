"""Matches the headers of a file to fields, ignoring letter case, blanks and ё; reports unknown ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reestr.intake.workbook.cell_values import shown
from reestr.intake.workbook.rows import Intake
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import SheetCell, SheetTable, problem
from reestr.records.validation import suggestions
from reestr.wording.plain_text import folded

LOOKED_AT = 20
"""The number of rows at the top of a sheet among which the headers are searched."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The header row and the column of each known name (both counted from 1)."""

    row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]


def row_of(table: SheetTable, number: int) -> Sequence[SheetCell]:
    """Return a row of a table, counted from 1; no cells for a row below the end of the table."""
    return table.rows[number - 1] if 0 < number <= len(table.rows) else ()


def find_headers(table: SheetTable, names: Mapping[str, Sequence[str]]) -> Headers:
    """Return the row with most of the headers; `names` are the accepted names of each column."""
    known = {folded(alias): name for name, aliases in names.items() for alias in aliases}
    best = Headers(1, {}, {})
    for number, row in enumerate(table.rows[:LOOKED_AT], start=1):
        columns: dict[str, int] = {}
        titles: dict[str, str] = {}
        for place, cell in enumerate(row, start=1):
            name = known.get(folded(shown(cell)))
            if name is not None and name not in columns:
                columns[name] = place
                titles[name] = " ".join(shown(cell).split())
        if len(columns) > len(best.columns):
            best = Headers(number, columns, titles)
    return best


def judge_heads(table: SheetTable, heads: Headers, names: Mapping[str, Sequence[str]], intake: Intake) -> Headers:
    """Report doubled, renamed and unused headers. Return the headers without doubled ones, which are ambiguous."""
    known = {folded(alias): name for name, aliases in names.items() for alias in aliases}
    missing = {folded(aliases[0]): aliases[0] for name, aliases in names.items() if name not in heads.columns}
    ignored: list[str] = []
    twice: set[str] = set()
    for place, cell in enumerate(row_of(table, heads.row), start=1):
        title = " ".join(shown(cell).split())
        if not title or heads.columns.get(known.get(folded(title), "")) == place:
            continue
        where = table.place(heads.row, place)
        if folded(title) in known:
            first = heads.columns[known[folded(title)]]
            twice.add(known[folded(title)])
            intake.problems.append(problem("head-twice", where, title, other=(table.place(heads.row, first),)))
        elif (near := suggestions.nearest(folded(title), missing)) is not None and _is_near(folded(title), near):
            intake.problems.append(problem("head-renamed", where, title, meant=missing[near]))
        else:
            ignored.append(title)
    if ignored:
        intake.remarks.append(
            word(
                "remarks.columns",
                sheet=table.name or word("csv"),
                names=suggestions.listed([f"«{item}»" for item in ignored]),
            )
        )
    return Headers(heads.row, {name: place for name, place in heads.columns.items() if name not in twice}, heads.titles)


def _is_near(one: str, other: str) -> bool:
    """Return whether two texts differ only by a slip.

    The comparison is strict, because a wrong guess would refuse a column that the user added.
    """
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    return suggestions.nearest(one, [other]) is not None and _distance_at_most(one, other, max(1, len(other) // 6))


def _distance_at_most(one: str, other: str, most: int) -> bool:
    """Return whether at most so many inserted, removed or changed letters turn one text into the other."""
    row: Sequence[int] = range(len(other) + 1)
    for number, letter in enumerate(one, start=1):
        following = [number]
        for place, wanted in enumerate(other, start=1):
            following.append(min(row[place] + 1, following[-1] + 1, row[place - 1] + (letter != wanted)))
        row = following
    return row[-1] <= most


def titles_of(pairs: Iterable[tuple[str, Sequence[str]]]) -> dict[str, Sequence[str]]:
    """Return names with their aliases; an alias of two columns is dropped."""
    found = dict(pairs)
    counts: dict[str, int] = {}
    for aliases in found.values():
        for alias in {folded(item) for item in aliases}:
            counts[alias] = counts.get(alias, 0) + 1
    return {
        name: [aliases[0], *(alias for alias in aliases[1:] if counts[folded(alias)] == 1)]
        for name, aliases in found.items()
    }
