"""Converts a cell to the value of a field and back, and recognizes what a spreadsheet did to the value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reestr.intake.workbook.columns import SheetColumn
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import SheetCell
from reestr.records.reader.text import refused
from reestr.records.validation import suggestions
from reestr.records.validation.formats import is_date, is_http_url, is_inn, is_kpp, is_ogrn
from reestr.records.yes_no import yes_or_no
from reestr.registry.look_alikes import DRAWN_LIKE
from reestr.wording.plain_text import composed, folded, stripped

SEPARATOR = "; "
"""The separator between items of a list in one cell."""


def cell_value(column: SheetColumn, value: Any) -> str | int | float | datetime.date:
    """Return the value as the cell holds it. Numbers and dates keep their types; every other value becomes a text."""
    if column.form == "list":
        return SEPARATOR.join(map(str, value)) if value else word("values.empty-list")
    if column.form == "boolean":
        return word("values.yes" if value else "values.no")
    if column.form == "choice":
        return str(column.labels.get(value, value))
    if column.form == "date":
        return datetime.date.fromisoformat(value)
    if column.form in ("whole", "number") and isinstance(value, (int, float)):
        return value
    return str(value)


_EXACT = 15
"""The number of digits that a spreadsheet keeps."""

_EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eEеЕ]\+?[0-9]+")
_WHOLE = re.compile(r"[0-9]{1,9}(?:[.,]0+)?")
_FRACTION = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,15})?")
_ITEMS = re.compile(r"[;\n]")
_DIGITS: Mapping[str, tuple[int, Any]] = {"inn": (10, is_inn), "ogrn": (13, is_ogrn), "kpp": (9, is_kpp)}
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000
"""The day numbers of dates in 1954 and 2064: a number between them may be a date that lost its format."""

_SHORT_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")

_LATIN = str.maketrans(
    {twin: latin for latin, twins in DRAWN_LIKE.items() for twin in twins if latin.isalpha() and not twin.isascii()}
)
_DAY_ZERO = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Fault:
    """The reason why a cell has no value of its field: a key below `problems` in the catalogue, and its values."""

    key: str
    said: Mapping[str, object]


def read_cell(column: SheetColumn, cell: SheetCell, words: Mapping[str, Any] | None = None) -> Any:
    """Return the value of a cell, None for a blank cell, or a Fault if the cell has no value of the field.

    `words` maps the folded texts of a foreign register to our values. A text is returned in one Unicode form with plain
    blanks. If the column needs an address and the cell shows none, the target of the cell's link is read instead.
    """
    cell = _pointing(column, cell)
    if cell.kind != "value":
        return Fault("cell-error" if cell.kind == "error" else "formula", {"given": suggestions.shown(shown(cell))})
    if cell.value is None or (isinstance(cell.value, str) and not stripped(cell.value)):
        return None
    if isinstance(cell.value, str) and _is_unfit(cell.value, column):
        return Fault("invisible", {"given": suggestions.shown(shown(cell))})
    if words is not None and isinstance(cell.value, (str, bool, int)):
        meant = words.get(folded(shown(cell)), words)
        if meant is not words:
            return meant
    return _READERS[column.form](column, cell)


def _pointing(column: SheetColumn, cell: SheetCell) -> SheetCell:
    """Return a cell with the target of its link, if the column holds addresses and the cell shows none.

    Otherwise return the cell itself.
    """
    words = stripped(shown(cell))
    if cell.link and column.field.format == "http-url" and not is_http_url(words) and not suggestions.url_meant(words):
        return SheetCell(cell.link)
    if cell.link.startswith("mailto:") and column.path[-1] == "email" and "@" not in words:
        return SheetCell(cell.link.removeprefix("mailto:").partition("?")[0])
    return cell


def _is_unfit(text: str, column: SheetColumn) -> bool:
    """Return whether a text has characters that no record may hold.

    In a code invisible characters are allowed here, because they are removed later.
    """
    halves = any("\ud800" <= letter <= "\udfff" for letter in text)
    return halves or (column.form != "code" and refused(text.replace("\n", "")) != "")


def without_quotes(advice: str) -> str:
    """Return the schema's advice without its quotes, which only YAML needs."""
    return advice.replace(f",{word('in-quotes')}", "").replace(word("in-quotes"), "")


def latin(text: str) -> str:
    """Return the text in lower case with look-alike letters of other alphabets replaced by Latin ones."""
    return text.lower().translate(_LATIN)


def shown(cell: SheetCell) -> str:
    """Return the cell as a text."""
    value = cell.value
    if isinstance(value, bool):
        return word("values.yes" if value else "values.no")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**_EXACT:
        return str(int(value))
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


def _text(column: SheetColumn, cell: SheetCell) -> Any:
    value = cell.value
    if isinstance(value, datetime.date):
        return Fault("became-date", {"given": shown(cell)})
    if isinstance(value, float) and not value.is_integer():
        return Fault("became-number", {"given": shown(cell)})
    if isinstance(value, str):
        return composed(value).strip() if column.form == "text" else composed(value)
    return shown(cell)


def _code(column: SheetColumn, cell: SheetCell) -> Any:
    value = cell.value
    length, fits = _DIGITS.get(column.path[-1], (0, None))
    if isinstance(value, datetime.date):
        return Fault("became-date", {"given": shown(cell)})
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if abs(value) >= 10**_EXACT or value != int(value):
            return Fault("digits-lost", {"given": shown(cell)})
        return _number_of(str(int(value)), length, fits)
    text = "".join(stripped(str(value)).split()) if length or column.path[-1] == "numeric_id" else stripped(str(value))
    if _EXPONENT.fullmatch(text):
        return Fault("digits-lost", {"given": suggestions.shown(text)})
    if length:
        # Some programs leave the fraction when they write a number as text.
        return _number_of(text.removesuffix(".0"), length, fits)
    if column.path[-1] in ("id", "organization", "network", "successor", "replaced_by") and not text.isascii():
        return Fault("look-alike", {"given": suggestions.shown(text), "ready": suggestions.pasted(latin(text))})
    return text


def _number_of(text: str, length: int, fits: Any) -> Any:
    """Return an identifier with a fixed number of digits; a Fault if it has lost its leading zeros."""
    if fits is None or not text.isdigit() or len(text) >= length:
        return text
    whole = text.zfill(length)
    if fits(whole):
        return Fault("zero-lost", {"given": text, "ready": whole})
    return text


def _date(column: SheetColumn, cell: SheetCell) -> Any:
    value = cell.value
    if isinstance(value, datetime.datetime):
        return Fault("time", {"given": f"{value:%d.%m.%Y %H:%M}"})
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if _FIRST_SERIAL <= value <= _LAST_SERIAL:
            day = _DAY_ZERO + datetime.timedelta(days=int(value))
            return Fault("date-number", {"given": shown(cell), "ready": f"{day:%d.%m.%Y}"})
        return Fault("date", {"given": shown(cell)})
    text = stripped(str(value))
    if is_date(text):
        return text
    meant = suggestions.date_meant(text)
    if meant is None or (text.isdigit() and not suggestions.is_clear_date(text)):
        short = _SHORT_YEAR.fullmatch(text)
        whole = None if short is None else suggestions.date_meant(f"{short[1]}.{short[2]}.20{short[3]}")
        if whole is not None:
            return Fault("short-year", {"given": suggestions.shown(text), "ready": _day(whole)})
        return Fault("date", {"given": suggestions.shown(text)})
    if not suggestions.is_clear_date(text) and not _YEAR.match(text):
        # A text that may mean two days is refused, because the program must not guess between them.
        other = "{0}-{2}-{1}".format(*meant.split("-"))
        if is_date(other) and other != meant:
            return Fault("two-dates", {"given": suggestions.shown(text), "one": _day(meant), "other": _day(other)})
    return meant


def _day(iso: str) -> str:
    return f"{datetime.date.fromisoformat(iso):%d.%m.%Y}"


def _boolean(column: SheetColumn, cell: SheetCell) -> Any:
    if isinstance(cell.value, bool):
        return cell.value
    meant = yes_or_no(shown(cell))
    return meant if meant is not None else Fault("boolean", {"given": suggestions.shown(shown(cell))})


def _choice(column: SheetColumn, cell: SheetCell) -> Any:
    text = folded(shown(cell))
    for value, label in column.labels.items():
        if text in (folded(label), value):
            return value
    known = {folded(label): label for label in column.labels.values()}
    near = suggestions.nearest(text, known)
    return Fault(
        "choice",
        {
            "given": suggestions.shown(shown(cell)),
            "allowed": suggestions.listed(list(column.labels.values())),
            "ready": word("ready", value=known[near]) if near is not None else "",
        },
    )


def _whole(column: SheetColumn, cell: SheetCell) -> Any:
    value = cell.value
    if isinstance(value, datetime.date):
        return Fault("became-date", {"given": shown(cell)})
    if isinstance(value, str):
        text = "".join(stripped(value).split())
        if not _WHOLE.fullmatch(text) or not text.isascii():
            return Fault("whole", {"given": suggestions.shown(value)})
        return int(re.split(r"[.,]", text)[0])
    if isinstance(value, bool) or not isinstance(value, (int, float)) or _is_too_large(value) or value != int(value):
        return Fault("whole", {"given": shown(cell)})
    return int(value)


def _number(column: SheetColumn, cell: SheetCell) -> Any:
    value = cell.value
    if isinstance(value, datetime.date):
        return Fault("became-date", {"given": shown(cell)})
    if isinstance(value, str):
        text = "".join(stripped(value).split())
        if not _FRACTION.fullmatch(text) or not text.isascii():
            return Fault("number", {"given": suggestions.shown(value)})
        return float(text.replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or _is_too_large(value):
        return Fault("number", {"given": shown(cell)})
    return value


def _is_too_large(value: int | float) -> bool:
    """Return whether a number is too large for any record, so that the problem is reported at the cell."""
    return bool(abs(value) >= 10**_EXACT)


def _list(column: SheetColumn, cell: SheetCell) -> Any:
    text = shown(cell)
    if folded(text) == word("values.empty-list"):
        return [] if column.empty else Fault("no-empty-list", {"given": suggestions.shown(text)})
    if isinstance(cell.value, datetime.date):
        return Fault("became-date", {"given": text})
    items = [item for part in _ITEMS.split(composed(text)) if (item := stripped(part))]
    for item in items:
        if column.pattern is not None and not re.search(column.pattern, item):
            meant = suggestions.text_meant(item, lambda known: re.search(str(column.pattern), known) is not None)
            ready = "" if meant is None else word("ready", value=meant)
            advice = without_quotes(column.advice)
            return Fault("item", {"given": suggestions.shown(item), "advice": advice, "ready": ready})
    return items


_READERS: Mapping[str, Any] = {
    "text": _text, "long-text": _text, "code": _code, "date": _date, "choice": _choice, "boolean": _boolean,
    "whole": _whole, "number": _number, "list": _list,
}  # fmt: skip
