"""Reads our own workbook, or one sheet of it as CSV: its sheets and columns, and the rows that were changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reestr.intake.workbook.cell_values import Fault, read_cell, shown
from reestr.intake.workbook.columns import SheetColumn
from reestr.intake.workbook.headers import Headers, find_headers, judge_heads, row_of, titles_of
from reestr.intake.workbook.own_rows import RowReader, SheetRow
from reestr.intake.workbook.rows import Intake, ranges
from reestr.intake.workbook.rows_out import mark
from reestr.intake.workbook.sheets import ABOUT, HIDDEN, VERSION, Sheet, sheets, word
from reestr.intake.workbook.table import EMPTY, SheetCell, SheetTable, UnreadableFileError, problem
from reestr.records.record import RecordsByKind
from reestr.records.redaction import Edition
from reestr.records.validation import suggestions
from reestr.registry.addresses import NetworkRules
from reestr.wording.plain_text import folded

_MARK, _HINT, _KEY = "mark", "hint", "key:"


@dataclass(frozen=True, slots=True)
class _Meta:
    """The workbook's metadata: its edition, and the columns of each sheet at the export."""

    edition: Edition
    columns: Mapping[str, Sequence[str]]


def read_own(tables: Sequence[SheetTable], records: RecordsByKind, networks: Sequence[NetworkRules]) -> Intake:
    """Return the content of our own workbook. Raises UnreadableFileError if none of its sheets is known."""
    intake = Intake()
    meta = _meta(tables)
    planned = sheets(meta.edition if meta is not None else "internal")
    found = _found(tables, planned, intake)
    if not found:
        raise UnreadableFileError("not-ours", sheets=suggestions.listed([f"«{sheet.name}»" for sheet in planned]))
    reader = RowReader(records, networks, intake)
    for sheet in planned:
        if sheet.key in found:
            # The refusal of one sheet names every cell; the other sheets are still read.
            _read_sheet(sheet, found[sheet.key], meta, reader, intake)
    return intake


def _meta(tables: Sequence[SheetTable]) -> _Meta | None:
    hidden = next((table for table in tables if table.name == HIDDEN), None)
    if hidden is None or not hidden.rows or len(hidden.rows[0]) < 3:
        return None
    _, version, edition = (shown(cell) for cell in hidden.rows[0][:3])
    if version != str(VERSION):
        raise UnreadableFileError("other-version")
    columns = {shown(row[0]): shown(row[1]).split() for row in hidden.rows[1:] if len(row) > 1}
    return _Meta("public" if edition == "public" else "internal", columns)


def _found(tables: Sequence[SheetTable], planned: Sequence[Sheet], intake: Intake) -> Mapping[str, SheetTable]:
    """Return sheet -> its table, by the sheet's name; a CSV file has no name and is recognized by its headers."""
    by_name = {folded(sheet.name): sheet for sheet in planned}
    found: dict[str, SheetTable] = {}
    strangers = []
    for table in tables:
        sheet = by_name.get(folded(table.name))
        if sheet is not None:
            found[sheet.key] = table
        elif table.name != HIDDEN and folded(table.name) != folded(word(f"sheets.{ABOUT}.name")) and table.rows:
            strangers.append(table)
    for table in strangers:
        sheet = _likely(table, [sheet for sheet in planned if sheet.key not in found])
        if sheet is not None and not table.name:
            found[sheet.key] = table
        elif sheet is not None:
            intake.problems.append(problem("sheet-renamed", table.place(1, 1), sheet=table.name, meant=sheet.name))
        elif table.name:
            intake.remarks.append(word("remarks.sheet", sheet=table.name))
    return found


def _likely(table: SheetTable, planned: Sequence[Sheet]) -> Sheet | None:
    """Return the sheet whose headers a table has: all key columns and most of the others."""
    best: tuple[float, Sheet] | None = None
    for sheet in planned:
        heads = find_headers(table, _names(sheet))
        if all(_KEY + key in heads.columns for key in sheet.keys):
            share = len(heads.columns) / max(sum(cell.value is not None for cell in row_of(table, heads.row)), 1)
            if share >= 0.5 and (best is None or share * len(heads.columns) > best[0]):
                best = (share * len(heads.columns), sheet)
    return None if best is None else best[1]


def _names(sheet: Sheet) -> dict[str, Sequence[str]]:
    """Return the accepted names of each column of a sheet."""
    keys = [(_KEY + key, [title, key]) for key, title in zip(sheet.keys, sheet.key_titles, strict=True)]
    columns = [(column.name, [column.title, column.name]) for column in sheet.columns]
    return titles_of([*keys, *columns, (_MARK, [word("mark")]), (_HINT, [word("hint.title")])])


def _read_sheet(sheet: Sheet, table: SheetTable, meta: _Meta | None, reader: RowReader, intake: Intake) -> None:
    names = _names(sheet)
    heads = find_headers(table, names)
    heads = judge_heads(table, heads, names, intake)
    missing = [
        title for key, title in zip(sheet.keys, sheet.key_titles, strict=True) if _KEY + key not in heads.columns
    ]
    if missing:
        renamed = {item.place.row for item in intake.problems if item.place and item.place.order == table.order}
        if heads.row not in renamed:
            where = table.place(heads.row, 1)
            intake.problems.append(problem("no-key", where, sheet=table.name or word("csv"), names=missing))
        return
    known = [column for column in sheet.columns if column.name in heads.columns]
    absent = [column.title for column in sheet.columns if column.name not in heads.columns]
    if absent:
        text = suggestions.listed([f"«{title}»" for title in absent], limit=4)
        intake.remarks.append(word("remarks.absent", sheet=table.name or word("csv"), names=text))
    exported = meta.columns.get(sheet.key) if meta is not None else None
    marked = exported is not None and _MARK in heads.columns and {column.name for column in known} >= set(exported)
    merged = merged_rows(table, heads, intake)
    report_hidden(table, heads, intake)
    compared = tuple(column for column in known if column.name in (exported or ()))
    layout = _Layout(
        replace(sheet, columns=tuple(known)),
        replace(sheet, columns=compared) if marked else None,
        tuple(heads.columns[_KEY + key] for key in sheet.keys),
        tuple((column, heads.columns[column.name]) for column in known),
        heads.columns[_MARK] if marked else 0,
        frozenset(column.path for column in compared),
    )
    for number, cells in enumerate(table.rows[heads.row :], start=heads.row + 1):
        if number not in merged:
            _read_row(layout, table, number, cells, reader)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of a sheet stand in a table, counted from 1; 0 for no marks."""

    sheet: Sheet
    compared: Sheet | None
    keys: Sequence[int]
    columns: Sequence[tuple[SheetColumn, int]]
    mark: int
    marked: frozenset[tuple[str, ...]]


def _read_row(layout: _Layout, table: SheetTable, number: int, cells: Sequence[SheetCell], reader: RowReader) -> None:
    width = len(cells)
    keys = tuple(cells[place - 1] if place <= width else EMPTY for place in layout.keys)
    read = {}
    for column, place in layout.columns:
        if place <= width and (cell := cells[place - 1]) is not EMPTY:
            value = read_cell(column, cell, reader.words(column))
            if value is not None:
                read[column.path] = value
    if not read and all(key is EMPTY for key in keys):
        return
    stored = shown(cells[layout.mark - 1]) if 0 < layout.mark <= width else ""
    row = SheetRow(layout.sheet, layout.compared, keys, read, stored, table, number, layout.keys, layout.columns)
    if stored and _is_untouched(layout, row):
        reader.pass_over(row)
    else:
        reader.read(row)


def _is_untouched(layout: _Layout, row: SheetRow) -> bool:
    """Return whether a row is as exported; a value in a column that did not exist at the export counts as a change."""
    if any(isinstance(value, Fault) or path not in layout.marked for path, value in row.read.items()):
        return False
    return row.stored == mark(layout.sheet, [shown(key) for key in row.keys], row.read)


def merged_rows(table: SheetTable, heads: Headers, intake: Intake, without: Collection[int] = ()) -> set[int]:
    """The rows that merged cells touch, each of which is told: whose values they have nobody can know. What begins in
    a row of `without` is left out with it."""
    rows: set[int] = set()
    columns = set(heads.columns.values())
    for first, left, last, right in table.merged:
        if first not in without and last > heads.row and any(left <= column <= right for column in columns):
            cells = f"{table.place(first, left).cell}:{table.place(last, right).cell}"
            intake.problems.append(problem("merged", table.place(max(first, 1), left), cells=cells))
            rows.update(range(first, min(last, len(table.rows)) + 1))
    return rows


def report_hidden(table: SheetTable, heads: Headers, intake: Intake) -> None:
    """Report hidden rows, which are imported like the others."""
    hidden = [row for row in table.hidden if heads.row < row <= len(table.rows)]
    if hidden:
        name = table.name or word("csv")
        intake.remarks.append(word("remarks.hidden", sheet=name, count=len(hidden), rows=ranges(hidden)))
