"""Sheets of a workbook that open anywhere: every text is text; the same cells give the same bytes."""

from __future__ import annotations

import datetime
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from reestr import wording


def printable(text: str) -> str:
    """Return the text in one line; line breaks, tabs, invisible characters and others that XML lacks become blanks."""
    return text if text.isprintable() else "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    # Python does not count a no-break space as printable, but it keeps «№ 5» together.
    return character if character.isprintable() or character == "\N{NO-BREAK SPACE}" else " "


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


_LONGEST_TEXT = 32_767
"""Characters in a cell, and in an address (both are limits of the format)."""

_LONGEST_ADDRESS = 2_000
_LETTERS = 1.1
"""The width of our font relative to the font in which column widths are counted."""

_LINE, _PADDING, _HIGHEST = 13.0, 2.0, 400.0
"""Points: the height of a line, the margin around the lines, the highest row that programs accept."""

_LONGEST_HEADER = 110
"""A limit at which even characters that count twice fit the 255 of a header."""


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A sheet with one table. `widths` are in characters; `kept` columns stay visible when scrolling sideways.

    `pages_wide` is the maximum width of the printed table in sheets of A4.
    """

    name: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[DocumentCell]]
    kept: int = 0
    pages_wide: int = 1
    filtered: bool = True


def workbook(tables: Sequence[DocumentTable], title: str, day: datetime.date) -> bytes:
    """Return the tables as an XLSX file, with the title in its properties and on every printed page.

    It contains no formula. `day` is its date: no clock is read.
    """
    # Imported late: only writing a workbook needs it.
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": printable(title),
            "author": "",
            "comments": "",
            "created": datetime.datetime.combine(day, datetime.time()),
        }
    )
    write = _SheetWriter(book)
    for item in tables:
        _write_table(book.add_worksheet(item.name), item, title, write)
    book.close()
    return stream.getvalue()


def _write_table(sheet: Any, item: DocumentTable, title: str, write: _SheetWriter) -> None:
    last = len(item.heads) - 1
    for place, (head, width) in enumerate(zip(item.heads, item.widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, printable(head), write.head)
    sheet.set_row(0, _height(item.heads, item.widths))
    count = 0
    for count, row in enumerate(item.rows, start=1):
        # Not every program adjusts the height of a row to its wrapped text.
        sheet.set_row(count, _height([cell if isinstance(cell, str) else "" for cell in row], item.widths))
        for place, cell in enumerate(row):
            write(sheet, count, place, cell)
    sheet.freeze_panes(1, item.kept)
    if item.filtered:
        sheet.autofilter(0, 0, max(count, 1), last)
    # Identifiers are texts of digits on purpose: leading zeros matter.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_letters(last)}{count + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(item.pages_wide, 0)
    sheet.print_across()
    sheet.repeat_rows(0)
    if item.pages_wide > 1 and item.kept:
        sheet.repeat_columns(0, item.kept - 1)
    sheet.set_header(f"&L{_in_header(title)}&R{_in_header(item.name)}")
    sheet.set_footer("&R&P / &N")


class _SheetWriter:
    """Writes cells by type, in the formats of one workbook."""

    def __init__(self, book: Any) -> None:
        # A font whose widths every office program knows, itself or by another name.
        shared = {
            "font_name": "Arial",
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#BFBFBF",
        }

        def made(**more: object) -> Any:
            return book.add_format({**shared, **more})

        self.head = made(bold=True, bg_color="#E7ECF3", align="center", valign="vcenter")
        # With this mark an edited text stays a text, even if it looks like a formula.
        self._text = made(quote_prefix=True)
        self._number = made(num_format="0", align="center")
        self._percent = made(num_format="0%", align="center")
        self._tenths = made(num_format="0.0%", align="center")
        self._date = made(num_format="dd.mm.yyyy", align="left")
        self._link = made(font_color="#0B5394", underline=1)
        self._missing = made(font_color="#6B6B6B", italic=True)

    def __call__(self, sheet: Any, row: int, column: int, cell: DocumentCell) -> None:
        if isinstance(cell, MissingValue):
            sheet.write_string(row, column, cell.words, self._missing)
        elif isinstance(cell, Percent):
            sheet.write_number(row, column, cell.tenths / 1000, self._tenths if cell.tenths % 10 else self._percent)
        elif isinstance(cell, Link):
            self._write_link(sheet, row, column, printable(cell.url))
        elif isinstance(cell, datetime.date):
            sheet.write_datetime(row, column, cell, self._date)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self._number)
        else:
            sheet.write_string(row, column, printable(cell)[:_LONGEST_TEXT], self._text)

    def _write_link(self, sheet: Any, row: int, column: int, url: str) -> None:
        # The library refuses long links, and takes other texts for a file or a place in the workbook.
        refused = len(url) > _LONGEST_ADDRESS or not url.startswith(("https://", "http://"))
        if refused or sheet.write_url(row, column, url, self._link, url) != 0:
            sheet.write_string(row, column, url, self._text)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the row height in points that the longest text needs, assuming letters of equal width."""
    lines = max(
        len(textwrap.wrap(text, max(int(width * _LETTERS), 1))) if len(text) > width else 1
        for text, width in zip(texts, widths, strict=True)
    )
    return min(max(lines, 1) * _LINE + _PADDING, _HIGHEST)


def _in_header(text: str) -> str:
    """Return a text for a page header, where `&` begins a command: it is replaced by the full-width letter."""
    return printable(text)[:_LONGEST_HEADER].replace("&", "\N{FULLWIDTH AMPERSAND}")


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
