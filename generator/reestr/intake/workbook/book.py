"""Writes the records as XLSX: headers with notes, lists to choose from, real dates, locked cells."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from reestr.intake.workbook.cell_values import cell_value
from reestr.intake.workbook.columns import SheetColumn
from reestr.intake.workbook.rows_out import OutputRow, Weeks, lines, lists_of_records, mark
from reestr.intake.workbook.sheets import ABOUT, HIDDEN, VERSION, Sheet, sheets, word
from reestr.records.record import RecordsByKind
from reestr.records.redaction import Edition
from reestr.registry.errors import ReestrError
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import cut

_SPARE = 500
"""Extra rows below the last one that have lists to choose from."""

_LONGEST_PROMPT, _LONGEST_TITLE, _LONGEST_LIST = 255, 32, 255
"""Limits of the format, in characters."""

_HEAD_HEIGHT, _HINT_WIDTH = 48, 24
_KEY_WIDTHS: Mapping[str, int] = {"id": 22, "organization": 22, "account": 22, "number": 6, "week": 11, "year": 8}
# The column of the hidden sheet where the lists of choices begin; what an import needs stands before it.
_FIRST_LIST = 4
# Half of what an import accepts in one sheet.
_MOST_ROWS = 150_000
_FIRST_DAY, _LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)
_PROTECTION = {
    "format_columns": True, "format_rows": True, "autofilter": True, "sort": True, "insert_rows": True,
    "select_locked_cells": True, "select_unlocked_cells": True,
}  # fmt: skip

SheetProgress = Callable[[int, int], None]


class TooManyRowsError(ReestrError):
    """A sheet would have more rows than an import takes back; carries the name of the sheet."""

    def __init__(self, sheet: str) -> None:
        super().__init__(sheet)
        self.sheet = sheet


def workbook(
    records: RecordsByKind,
    edition: Edition,
    today: datetime.date,
    city: str,
    progress: SheetProgress | None = None,
    weeks: Weeks = "all",
) -> bytes:
    """Return the records as an XLSX file without formulas.

    The same records, edition and day give the same bytes. `progress` receives the number of written records and of all
    records. Raises TooManyRowsError.
    """
    # The import stands here because only writing a workbook needs the library.
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    # Not with constant_memory: it writes texts into the cells, where a text like `_x0041_` comes back as another one.
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": word("title", city=city), "author": "", "comments": "", "created": _midnight(today)})
    formats = _Formats(book)
    lists = lists_of_records(records)
    planned = sheets(edition, lists)
    _write_about(book.add_worksheet(word(f"sheets.{ABOUT}.name")), edition, today, city, planned, formats)
    total = sum(len(items) for items in records.values())
    done = 0
    for sheet in planned:
        page = book.add_worksheet(sheet.name)
        _write_sheet(page, sheet, lines(sheet, records, today, weeks), records, formats, lists)
        if progress is not None:
            progress(min(done := done + len(records[sheet.kind]), total), total)
    _write_hidden(book.add_worksheet(HIDDEN), edition, planned, lists)
    book.close()
    return stream.getvalue()


class _Formats:
    """The cell formats of one workbook: `locked` cells cannot be changed, `open_` ones can."""

    def __init__(self, book: Any) -> None:
        shared = {"font_name": "Arial", "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}

        def made(**more: object) -> Any:
            return book.add_format({**shared, **more})

        self.head = made(bold=True, bg_color="#E7ECF3", valign="vcenter", text_wrap=True)
        self.key_head = made(bold=True, bg_color="#D9D9D9", valign="vcenter", text_wrap=True)
        self.locked = made(bg_color="#EFEFEF", font_color="#404040", num_format="@", quote_prefix=True)
        self.hint = made(bg_color="#EFEFEF", font_color="#6B6B6B", italic=True, quote_prefix=True)
        self.plain = book.add_format({"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top"})
        self.term = book.add_format({"font_name": "Arial", "font_size": 10, "bold": True, "valign": "top"})
        self.bold = book.add_format({"font_name": "Arial", "font_size": 14, "bold": True})
        self.warning = book.add_format(
            {"font_name": "Arial", "font_size": 11, "bold": True, "text_wrap": True, "bg_color": "#FFF2CC", "border": 1}
        )
        # With this mark an edited text stays a text, even if it looks like a formula.
        text = made(locked=False, quote_prefix=True, num_format="@")
        whole = made(locked=False, num_format="0", align="center")
        self._of_form = {
            "text": text,
            "code": text,
            "list": text,
            # A cell formatted as text shows only #### if the text is long.
            "long-text": made(locked=False, quote_prefix=True, text_wrap=True),
            "choice": made(locked=False, quote_prefix=True),
            "boolean": made(locked=False, align="center"),
            "date": made(locked=False, num_format="dd.mm.yyyy", align="left"),
            "whole": whole,
            "number": made(locked=False, num_format="General"),
        }
        self.open_key = made(locked=False, num_format="@")

    def of(self, column: SheetColumn) -> Any:
        """Return the format of a column's cells."""
        return self._of_form[column.form]


def _write_sheet(
    page: Any,
    sheet: Sheet,
    rows: Iterable[OutputRow],
    records: RecordsByKind,
    formats: _Formats,
    lists: CityLists,
) -> None:
    first = len(sheet.keys) + sheet.with_hint
    networks = list(records["network"])
    for place, (key, title) in enumerate(zip(sheet.keys, sheet.key_titles, strict=True)):
        page.set_column(place, place, _KEY_WIDTHS[key], formats.open_key)
        page.write_string(0, place, title, formats.key_head)
        page.write_comment(0, place, word(f"keys.{key}.note"), _note_size(word(f"keys.{key}.note")))
    if sheet.with_hint:
        page.set_column(first - 1, first - 1, _HINT_WIDTH, formats.hint)
        page.write_string(0, first - 1, word("hint.title"), formats.key_head)
        page.write_comment(0, first - 1, word("hint.note"), _note_size(word("hint.note")))
    for place, column in enumerate(sheet.columns, start=first):
        page.set_column(place, place, column.width, formats.of(column))
        page.write_string(0, place, column.title, formats.head)
        note = _note(column)
        page.write_comment(0, place, note, _note_size(note))
    marks = first + len(sheet.columns)
    page.set_column(marks, marks, None, formats.locked, {"hidden": True})
    page.write_string(0, marks, word("mark"), formats.key_head)
    page.set_row(0, _HEAD_HEIGHT)
    number = 0
    for number, line in enumerate(rows, start=1):
        if number > _MOST_ROWS:
            raise TooManyRowsError(sheet.name)
        for place, part in enumerate(line.key):
            page.write_string(number, place, str(part), formats.locked)
        if sheet.with_hint:
            page.write_string(number, first - 1, line.hint, formats.hint)
        for place, column in enumerate(sheet.columns, start=first):
            value = line.values.get(column.path, line.given.get(column.path))
            if value is not None:
                _write_cell(page, number, place, column, value, formats.of(column))
        page.write_string(number, marks, mark(sheet, line.key, line.values), formats.locked)
    last_row = number + _SPARE
    for place, column in enumerate(sheet.columns, start=first):
        rule = _rule(sheet, column, networks, len(records["organization"]), lists)
        if rule is not None:
            page.data_validation(1, place, last_row, place, rule)
    page.freeze_panes(1, first)
    page.autofilter(0, 0, max(number, 1), marks - 1)
    # Identifiers are texts of digits on purpose: leading zeros matter.
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})
    # The protection has no password, because it prevents mistakes and not intent.
    page.protect("", _PROTECTION)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)


def _write_cell(page: Any, row: int, place: int, column: SheetColumn, value: Any, style: Any) -> None:
    written = cell_value(column, value)
    if isinstance(written, str):
        page.write_string(row, place, written, style)
    elif isinstance(written, datetime.date):
        page.write_datetime(row, place, written, style)
    else:
        page.write_number(row, place, written, style)


def _rule(
    sheet: Sheet, column: SheetColumn, networks: Sequence[str], organizations: int, lists: CityLists
) -> dict[str, Any] | None:
    """Return the validation rule of a column's cells; None if anything may be typed."""
    said = {
        "input_title": column.title[:_LONGEST_TITLE],
        "input_message": cut(_note(column), _LONGEST_PROMPT),
        "error_title": word("rules.title"),
    }
    if column.form in ("choice", "boolean"):
        words = [*column.labels.values()] or [word("values.yes"), word("values.no")]
        # The format limits the length of a list and separates its items by commas. Other lists stand on the hidden
        # sheet.
        if len(",".join(words)) <= _LONGEST_LIST and not any("," in item for item in words):
            return {**said, "validate": "list", "source": words, "error_message": word("rules.list")}
        source = _on_hidden(sheet, column, lists)
        return {**said, "validate": "list", "source": source, "error_message": word("rules.list")}
    if column.path == ("network",) and networks:
        return {**said, "validate": "list", "source": list(networks), "error_message": word("rules.list")}
    if (sheet.key, column.path) == ("accounts", ("organization",)):
        names = f"='{word('sheets.organizations.name')}'!$A$2:$A${organizations + _SPARE + 1}"
        return {**said, "validate": "list", "source": names, "error_message": word("rules.list")}
    if column.form == "date":
        dates = {"criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        return {**said, "validate": "date", **dates, "error_message": word("rules.date")}
    if column.form == "whole":
        counts = {"criteria": "between", "minimum": 0, "maximum": 10_000}
        return {**said, "validate": "integer", **counts, "error_message": word("rules.whole")}
    return None


def _on_hidden(sheet: Sheet, column: SheetColumn, lists: CityLists) -> str:
    """Return the reference to the values of a long enumeration on the hidden sheet."""
    long = _long_lists(sheets("internal", lists))
    place = [(item.key, inner.path) for item, inner in long].index((sheet.key, column.path))
    letter = chr(ord("A") + _FIRST_LIST + place)
    return f"='{HIDDEN}'!${letter}$1:${letter}${len(column.labels)}"


def _long_lists(planned: Iterable[Sheet]) -> list[tuple[Sheet, SheetColumn]]:
    return [
        (sheet, column)
        for sheet in planned
        for column in sheet.columns
        if column.form == "choice"
        and (
            len(",".join(column.labels.values())) > _LONGEST_LIST or any("," in item for item in column.labels.values())
        )
    ]


def _write_hidden(page: Any, edition: Edition, planned: Sequence[Sheet], known: CityLists) -> None:
    """Write what the import needs: the layout version, the edition, and the columns of each sheet as exported."""
    lists = [list(column.labels.values()) for _, column in _long_lists(sheets("internal", known))]
    heads = [[HIDDEN, str(VERSION), edition], *([sheet.key, _names_of(sheet)] for sheet in planned)]
    for row, (head, items) in enumerate(zip_longest(heads, zip_longest(*lists), fillvalue=())):
        for place, text in enumerate(head):
            page.write_string(row, place, text)
        for place, text in enumerate(items, start=_FIRST_LIST):
            if text is not None:
                page.write_string(row, place, text)
    page.very_hidden()
    page.protect("")


def _names_of(sheet: Sheet) -> str:
    return " ".join(column.name for column in sheet.columns)


def _write_about(
    page: Any, edition: Edition, today: datetime.date, city: str, planned: Sequence[Sheet], formats: _Formats
) -> None:
    page.set_column(0, 0, 30, formats.plain)
    page.set_column(1, 1, 90, formats.plain)
    page.write_string(0, 0, word("title", city=city), formats.bold)
    page.merge_range(1, 0, 1, 1, word(f"about.{edition}"), formats.warning)
    page.set_row(1, 48)
    row = 3
    for key in ("day", "edit", "this-week", "blank", "weeks", "locked", "new", "delete", "lists", "back"):
        text = word(f"about.{key}.text", day=today.isoformat())
        page.write_string(row, 0, word(f"about.{key}.title"), formats.term)
        page.write_string(row, 1, text, formats.plain)
        page.set_row(row, 14 * (1 + len(text) // 95))
        row += 1
    row += 1
    for sheet in planned:
        page.write_string(row, 0, sheet.name, formats.term)
        page.write_string(row, 1, word(f"sheets.{sheet.key}.about"), formats.plain)
        row += 1
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _note(column: SheetColumn) -> str:
    parts = [column.field.description]
    if column.form == "list":
        parts.append(word("notes.list"))
        if column.empty:
            parts.append(word("notes.empty-list"))
    if column.form == "boolean":
        parts.append(word("notes.boolean"))
    if column.example:
        parts.append(word("notes.example", example=column.example))
    if column.internal:
        parts.append(word("notes.internal"))
    return "\n".join(filter(None, parts))


def _note_size(note: str) -> dict[str, Any]:
    lines_needed = sum(1 + len(line) // 42 for line in note.split("\n"))
    return {"width": 280, "height": 20 + 15 * lines_needed, "author": ""}


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time())
