"""Reads a table of weekly counts, XLSX or CSV: a page, a week, and a total or numbers by format."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cache

from reestr.intake.weeks.entries import HandedIn, WeekEntry, WeeksProblem, week_problem, word
from reestr.intake.weeks.lines import TOTAL, field_title, week_fields, with_total
from reestr.intake.weeks.mail import decoded
from reestr.intake.workbook.cell_values import Fault, read_cell, shown
from reestr.intake.workbook.columns import SheetColumn
from reestr.intake.workbook.headers import Headers, find_headers
from reestr.intake.workbook.opening import tables
from reestr.intake.workbook.table import EMPTY, SheetCell, SheetTable, UnreadableFileError, problem
from reestr.records import schemas
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import folded, stripped

_PAGE, _WEEK = "page", "week"


def read_table(content: bytes, file: str, found: HandedIn) -> None:
    """Add the entries and the problems of a file's first table with the columns of a page and a week."""
    try:
        opened = tables(content)
    except UnreadableFileError as error:
        found.tell(WeeksProblem("unreadable", file, error.problem.message, error.problem.fix))
        return
    names = {**_key_names(), **_number_names(found.lists)}
    for table in opened:
        heads = find_headers(table, names)
        if {_PAGE, _WEEK} <= heads.columns.keys() and heads.columns.keys() & _number_names(found.lists).keys():
            _read(table, heads, file, found)
            return
    columns = [titles[0] for titles in _key_names().values()]
    found.tell(week_problem("no-columns", file, columns=columns, total=_number_names(None)[TOTAL][0]))


def is_table(content: bytes) -> bool:
    """Return whether the first lines of a text are the head of such a table."""
    head = content[:4096].splitlines()[:3]
    words = {folded(part.strip('"')) for line in head for part in _split(line)}
    known = [{folded(name) for name in names} for names in _key_names().values()]
    return all(words & names for names in known)


def _split(line: bytes) -> Sequence[str]:
    return decoded(line).replace("\t", ";").replace(",", ";").split(";")


@cache
def _key_names() -> Mapping[str, Sequence[str]]:
    return {name: word(f"columns.{name}").split("; ") for name in (_PAGE, _WEEK)}


@cache
def _number_names(lists: CityLists | None) -> Mapping[str, Sequence[str]]:
    own = {name: (field_title(name, lists), name) for name in week_fields(lists)}
    return {TOTAL: word("columns.total").split("; "), **own}


def _read(table: SheetTable, heads: Headers, file: str, found: HandedIn) -> None:
    prefix = f"{file}, " if file else ""
    for number, cells in enumerate(table.rows[heads.row :], start=heads.row + 1):
        page, week = (_cell(cells, heads.columns[name]) for name in (_PAGE, _WEEK))
        numbers = {
            name: _cell(cells, heads.columns[name]) for name in _number_names(found.lists) if name in heads.columns
        }
        if all(_is_blank(cell) for cell in numbers.values()):
            found.blank += not (_is_blank(page) and _is_blank(week))
            continue
        where = prefix + table.place(number, heads.columns[_PAGE]).named
        if page.kind != "value" or week.kind != "value" or _is_blank(page) or _is_blank(week):
            found.tell(week_problem("row", where))
            continue
        counts = _counts(numbers, table, number, heads, prefix, found)
        if counts is not None:
            found.entries.append(WeekEntry(_address(page), _week(week), counts, where, file))


def _counts(
    cells: Mapping[str, SheetCell], table: SheetTable, row: int, heads: Headers, prefix: str, found: HandedIn
) -> Mapping[str, int] | None:
    counts: dict[str, int] = {}
    is_right = True
    for name, cell in cells.items():
        column = _column(name, found.lists)
        value = read_cell(column, cell)
        place = table.place(row, heads.columns[name])
        if isinstance(value, Fault):
            told = problem(value.key, place, column.title, value.said)
            found.tell(WeeksProblem(value.key, prefix + place.named, told.message, told.fix))
            is_right = False
        elif value is not None:
            counts[name] = value
    return with_total(counts, prefix + table.place(row, heads.columns[_PAGE]).named, found) if is_right else None


@cache
def _column(name: str, lists: CityLists | None) -> SheetColumn:
    field = schemas.field("activity", f"/weeks/*/{'unspecified' if name == TOTAL else name}", lists)
    return SheetColumn((name,), word("total") if name == TOTAL else field.title, field)


def _cell(cells: Sequence[SheetCell], column: int) -> SheetCell:
    return cells[column - 1] if column <= len(cells) else EMPTY


def _is_blank(cell: SheetCell) -> bool:
    return cell.kind == "value" and (cell.value is None or (isinstance(cell.value, str) and not stripped(cell.value)))


def _address(cell: SheetCell) -> str:
    """Return the address that a cell shows; the target of its link if it shows none."""
    text = stripped(shown(cell))
    return cell.link if cell.link and "/" not in text else text


def _week(cell: SheetCell) -> str:
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date().isoformat()
    return cell.value.isoformat() if isinstance(cell.value, datetime.date) else stripped(shown(cell))
