"""Reads CSV as spreadsheets write it: UTF-8, UTF-16 or windows-1251, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re

from reestr.intake.workbook.table import EMPTY, SheetCell, SheetTable, UnreadableFileError

_SEPARATORS = (";", ",", "\t")
_LONGEST_CELL = 1 << 20
_MAXIMUM_ROWS = 300_000
_MAXIMUM_CELLS = 2_000_000
_MAXIMUM_COLUMNS = 500

# Tables written for spreadsheets, ours included, put an apostrophe before text that looks like a formula.
_NEUTRALIZED = re.compile(r"'(?=[\s]*[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n])")


def csv_table(content: bytes) -> SheetTable:
    """Return the table of a CSV file; rows are counted as spreadsheets count them. Raises UnreadableFileError."""
    text = _text(content)
    if "\0" in text:
        raise UnreadableFileError("binary")
    separator = _separator(text)
    if text.count(separator) > _MAXIMUM_CELLS or _has_long_line(text):
        raise UnreadableFileError("too-many-cells")
    rows = []
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells = row[:_MAXIMUM_COLUMNS]
            rows.append(tuple(SheetCell(_NEUTRALIZED.sub("", cell, count=1)) if cell else EMPTY for cell in cells))
            if len(row) > _MAXIMUM_COLUMNS and any(row[_MAXIMUM_COLUMNS:]):
                raise UnreadableFileError("too-many-cells")
            if len(rows) > _MAXIMUM_ROWS:
                raise UnreadableFileError("too-many-rows", limit=_MAXIMUM_ROWS)
    except csv.Error as error:
        raise UnreadableFileError("broken-csv", row=len(rows) + 1) from error
    # Excel names the separator in a first line of its own.
    if rows and len(rows[0]) and str(rows[0][0].value or "").startswith("sep="):
        rows[0] = ()
    return SheetTable("", 0, rows)


def _has_long_line(text: str) -> bool:
    """Return whether a line is several times as long as the largest cell.

    The text is searched in windows: a window without a line break lies within such a line.
    """
    window = 2 * _LONGEST_CELL
    return any(text.find("\n", start, start + window) < 0 for start in range(0, len(text) - window, window))


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # windows-1251 is the old encoding of Russian Windows; all bytes but one are valid in it.
        try:
            return content.decode("cp1251")
        except UnicodeDecodeError:
            raise UnreadableFileError("binary") from None


def _separator(text: str) -> str:
    """Return the separator that occurs most in the first lines, outside of quotes."""
    head = re.sub(r'"[^"]*"', "", text[:20_000])
    first = next((line for line in head.splitlines() if line.strip()), "")
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    return max(_SEPARATORS, key=lambda separator: (first.count(separator), head.count(separator)))
