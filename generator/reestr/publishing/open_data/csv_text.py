"""Writes CSV that is safe in spreadsheets: quoting, line ends, and text that looks like a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO

from reestr.publishing.open_data.json_file import FOLDER
from reestr.publishing.view import File

# Without this mark, Excel reads CSV in the country's old encoding (windows-1251).
_BYTE_ORDER_MARK = "\ufeff"

# Including full-width and small forms, which a spreadsheet may convert to the plain ones.
_FORMULA = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
_SKIPPED = '[ "\x0b\x0c\x85\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]*'
_AT_START = re.compile(rf"[\t\r\n]|{_SKIPPED}{_FORMULA}")

# A program with another separator (a Russian Excel uses the semicolon) splits a cell, so a formula may begin after any
# separator too. Skipped characters include no separator: the search stays linear in the text's length.
_AFTER_SEPARATOR = re.compile(rf"([;,\t\r\n])({_SKIPPED}{_FORMULA})")

CsvCell = str | int | float | None


def neutral(text: str) -> str:
    """Return text with an apostrophe before everything that a spreadsheet could take for the beginning of a formula."""
    if _AT_START.match(text):
        text = f"'{text}"
    return _AFTER_SEPARATOR.sub(r"\1'\2", text) if _AFTER_SEPARATOR.search(text) else text


def row(cells: Iterable[CsvCell]) -> str:
    """Return a line of cells: every text quoted and neutralized; None (unknown) is empty."""
    return ",".join([quoted(cell) if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells])


def quoted_once(text: str) -> str:
    """Return one text as a cell."""
    return '"' + neutral(text).replace('"', '""') + '"'


quoted = lru_cache(1 << 14)(quoted_once)
"""The same, cached, for repeated texts: names, codes, labels."""


class CsvFile:
    """A table that grows in one buffer: RFC 4180, UTF-8 with a byte order mark."""

    def __init__(self, name: str, columns: Iterable[str]) -> None:
        self._name = name
        self._buffer = BytesIO()
        self._buffer.write((_BYTE_ORDER_MARK + row(columns) + "\r\n").encode("utf-8"))

    def add(self, rows: Iterable[str]) -> None:
        """Append lines made by `row`."""
        self._buffer.write("".join([f"{line}\r\n" for line in rows]).encode("utf-8"))

    def file(self) -> File:
        """Return the whole file; nothing can be added afterwards."""
        content = self._buffer.getvalue()
        self._buffer.close()
        return File(f"{FOLDER}{self._name}.csv", content)
