"""Reads the sheets of an XLSX file: cells, merged cells, hidden rows."""

from __future__ import annotations

import datetime
import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reestr.intake.workbook.table import EMPTY, SheetCell, SheetTable, UnreadableFileError
from reestr.intake.workbook.xml_parts import SheetMarks, marks_of

_MAXIMUM_ROWS = 300_000
_MAXIMUM_COLUMNS = 500
_MAXIMUM_PLACES = 5_000_000
"""The maximum number of cells in a sheet, including blank ones before the last of a row."""
_NO_MARKS = SheetMarks((), ())

_HYPERLINK = re.compile(r'=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*', re.IGNORECASE)
_LABEL = re.compile(r'(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)\s*')


def xlsx_tables(archive: zipfile.ZipFile) -> Sequence[SheetTable]:
    """Return all sheets, hidden ones included. Raises UnreadableFileError if the file is not a valid workbook."""
    # The import stands here because only reading a workbook needs the library.
    import openpyxl

    marks = marks_of(archive)
    stream = io.BytesIO()
    with warnings.catch_warnings():
        # The library warns of parts it does not keep; that is irrelevant for reading.
        warnings.simplefilter("ignore")
        source = archive.fp
        assert source is not None
        source.seek(0)
        stream.write(source.read())
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
            return tuple(_tables(book, stream, marks))
        except UnreadableFileError:
            raise
        except Exception as error:
            # The library has no exception of its own: a broken part may raise anything.
            raise UnreadableFileError("damaged") from error


def _tables(book: Any, stream: io.BytesIO, marks: Mapping[str, SheetMarks]) -> Iterator[SheetTable]:
    computed = None
    for order, sheet in enumerate(book.worksheets):
        rows, formulas = _rows(sheet)
        if formulas:
            if computed is None:
                import openpyxl

                computed = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            rows = _worked_out(rows, formulas, _rows(computed.worksheets[order])[0])
        # Read-only sheets know their part, but not merged cells and hidden rows.
        own = marks.get(str(sheet._worksheet_path).lstrip("/"), _NO_MARKS)
        yield SheetTable(str(sheet.title), order, _linked(rows, own.links), own.merged, own.hidden)


def _rows(sheet: Any) -> tuple[list[tuple[SheetCell, ...]], list[tuple[int, int]]]:
    """Return the rows of a sheet and the positions of its formulas, counted from 0."""
    # The sheet size stated in a file is often wrong.
    sheet.reset_dimensions()
    rows: list[tuple[SheetCell, ...]] = []
    formulas = []
    filled = 0
    places = 0
    for number, row in enumerate(sheet.iter_rows()):
        places += min(len(row), _MAXIMUM_COLUMNS)
        if places > _MAXIMUM_PLACES:
            raise UnreadableFileError("too-many-cells")
        cells = []
        for place, cell in enumerate(row[:_MAXIMUM_COLUMNS]):
            # The library pads every row to the widest one: most cells of a sheet of weeks are empty.
            read = EMPTY if cell.value is None else _cell(cell)
            if read.kind == "formula":
                formulas.append((number, place))
            cells.append(read)
        while cells and cells[-1].value is None:
            cells.pop()
        rows.append(tuple(cells))
        if cells:
            filled = number + 1
        if filled > _MAXIMUM_ROWS or number > 1_100_000:
            raise UnreadableFileError("too-many-rows", limit=_MAXIMUM_ROWS)
    return rows[:filled], formulas


def _cell(cell: Any) -> SheetCell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "e":
        return SheetCell(str(value), "error")
    if kind == "f":
        return _formula(str(getattr(value, "text", value) or "="))
    if isinstance(value, str):
        # Excel writes a carriage return as `_x000D_`, since XML would lose it.
        text = value.replace("_x000D_\n", "\n").replace("_x000D_", "\n").replace("\r\n", "\n")
        return SheetCell(text) if text else EMPTY
    if isinstance(value, datetime.datetime):
        return SheetCell(value.date() if value.time() == datetime.time() else value)
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return SheetCell(str(value))
    if isinstance(value, float) and not math.isfinite(value):
        # 1e999 is not a number to other programs.
        return SheetCell("#NUM!", "error")
    return SheetCell(value)


def _formula(text: str) -> SheetCell:
    """Return the cell of a formula.

    A HYPERLINK formula that contains its address gives the cell a link. If its label is a text or missing, the cell has
    the label or, without one, the address as its value.
    """
    link = _HYPERLINK.match(text)
    if link is None:
        return SheetCell(text, "formula")
    target = link[1].replace('""', '"')
    label = _LABEL.fullmatch(text, link.end())
    if label is None:
        return SheetCell(text, "formula", target)
    return SheetCell(target if label[1] is None else label[1].replace('""', '"'), link=target)


def _linked(rows: list[tuple[SheetCell, ...]], links: Mapping[tuple[int, int], str]) -> list[tuple[SheetCell, ...]]:
    """Return the rows with the targets of links in their cells; a blank cell gets no link."""
    changed: dict[int, list[SheetCell]] = {}
    for (row, column), target in links.items():
        if row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1].value is not None:
            cells = changed.setdefault(row - 1, list(rows[row - 1]))
            cells[column - 1] = replace(cells[column - 1], link=target)
    return [tuple(changed.get(number, row)) for number, row in enumerate(rows)] if changed else rows


def _worked_out(
    rows: list[tuple[SheetCell, ...]], formulas: Sequence[tuple[int, int]], computed: Sequence[Sequence[SheetCell]]
) -> list[tuple[SheetCell, ...]]:
    """Return the rows with the stored results of formulas; a link without a result has its address as value."""
    changed = {number: list(rows[number]) for number, _ in formulas if number < len(rows)}
    for number, place in formulas:
        if number < len(rows) and number < len(computed) and place < len(computed[number]):
            result = computed[number][place]
            link = rows[number][place].link
            if result.value is not None:
                changed[number][place] = replace(result, link=link) if link else result
            elif link:
                changed[number][place] = SheetCell(link, link=link)
    return [tuple(changed.get(number, row)) for number, row in enumerate(rows)]
