"""Reads a foreign register: a table whose columns a mapping explains.

Each row is an organization, with its pages if it has any.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reestr.intake.workbook.cell_values import shown
from reestr.intake.workbook.foreign_rows import ForeignCell, ForeignRows
from reestr.intake.workbook.headers import LOOKED_AT, Headers, find_headers, judge_heads, row_of
from reestr.intake.workbook.mapping import MappedColumn, RegisterMapping
from reestr.intake.workbook.own_rows import merged_rows, report_hidden
from reestr.intake.workbook.rows import Intake, ranges
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import EMPTY, SheetCell, SheetTable, UnreadableFileError, letters, problem
from reestr.records.record import RecordsByKind
from reestr.records.validation import suggestions
from reestr.records.validation.formats import is_inn, is_ogrn
from reestr.registry.addresses import NetworkRules
from reestr.wording.plain_text import folded

_FOOTER = re.compile(r"(?:итого|всего|исполнитель|составитель|составил[аи]?|подготовил[аи]?|исп\.)(?![а-яa-z])")
"""The beginnings of rows that hold totals or name the author of the table; matched against folded texts."""


def read_foreign(
    tables: Sequence[SheetTable],
    mapping: RegisterMapping,
    records: RecordsByKind,
    networks: Sequence[NetworkRules],
    without: Collection[int] = (),
) -> Intake:
    """Return the records, problems and remarks of a foreign register.

    The rows whose numbers are in `without` are left out. Every other column, row and cell ends in a record, in a
    problem, or in a remark that says what was left out. Raises UnreadableFileError if no table has columns of the
    mapping, and TooManyImportProblemsError at the limit of problems.
    """
    intake = Intake()
    names = _names(mapping)
    table, heads = register_table(tables, mapping)
    _tell_other_sheets(tables, table, intake)
    heads = judge_heads(table, heads, names, intake)
    if not _identifiers(mapping, heads):
        wanted = [column.heads[0] for column in mapping.columns if _identifies(mapping, column)]
        intake.problems.append(
            problem(
                "no-identifier", table.place(heads.row, 1), names=suggestions.listed([f"«{name}»" for name in wanted])
            )
        )
        return intake
    merged = merged_rows(table, heads, intake, without)
    report_hidden(table, heads, intake)
    _tell_skipped(mapping, heads, intake)
    _tell_without_head(table, heads, intake)
    rows = ForeignRows(mapping, records, networks, intake)
    left: dict[str, list[int]] = {}
    for number, cells in enumerate(table.rows[heads.row :], start=heads.row + 1):
        is_blank = not any(shown(cell).strip() for cell in cells)
        if number in merged or number in without or is_blank or _is_numbering(cells):
            continue
        reason = _reason_to_leave(mapping, table, heads, cells)
        if reason:
            left.setdefault(reason, []).append(number)
        else:
            _read_row(mapping, table, heads, number, cells, rows)
    rows.finish()
    for reason, numbers in left.items():
        intake.remarks.append(word(f"remarks.left-{reason}", rows=ranges(numbers, most=len(numbers))))
    return intake


def _names(mapping: RegisterMapping) -> Mapping[str, Sequence[str]]:
    return {str(place): column.heads for place, column in enumerate(mapping.columns)}


def register_table(tables: Sequence[SheetTable], mapping: RegisterMapping) -> tuple[SheetTable, Headers]:
    """Return the table of the register and its headers.

    It is the sheet that the mapping names, otherwise the sheet with most columns of the mapping; of equal sheets the
    first one. Raises UnreadableFileError if there is no such sheet, or if it has no columns of the mapping.
    """
    names = _names(mapping)
    asked = tables
    if mapping.sheet is not None and not (len(tables) == 1 and tables[0].name == ""):
        asked = [table for table in tables if folded(table.name) == folded(mapping.sheet)]
        if not asked:
            there = suggestions.listed([f"«{table.name}»" for table in tables])
            raise UnreadableFileError("no-sheet", sheet=mapping.sheet, there=there)
    found = [_whole_heads(table, names) for table in asked]
    heads, table = max(found, key=lambda item: (len(item[0].columns), -item[1].order))
    if not heads.columns:
        wanted = suggestions.listed([f"«{column.heads[0]}»" for column in mapping.columns if column.column], limit=6)
        raise UnreadableFileError("no-heads", title=mapping.title, names=wanted)
    return table, heads


def _whole_heads(table: SheetTable, names: Mapping[str, Sequence[str]]) -> tuple[Headers, SheetTable]:
    """Return the headers of a table, and the table with each header copied into the last header row.

    Headers may take several rows of merged cells. A column below the header of a group is also known by both texts:
    «ВКонтакте: Ссылка».
    """
    known = {folded(alias) for aliases in names.values() for alias in aliases}
    rows = [list(row) for row in table.rows[:LOOKED_AT]]

    def put(row: int, column: int, cell: SheetCell) -> None:
        if row <= len(rows):
            cells = rows[row - 1]
            cells.extend([EMPTY] * (column - len(cells)))
            cells[column - 1] = cell

    for first, left, last, right in table.merged:
        if first > len(rows) or left > len(rows[first - 1]):
            continue
        head = rows[first - 1][left - 1]
        if right == left:
            for row in range(first + 1, min(last, LOOKED_AT) + 1):
                put(row, left, head)
        elif last < len(rows):
            for column in range(left, min(right, len(rows[last])) + 1):
                both = f"{shown(head)}: {shown(rows[last][column - 1])}"
                if folded(both) in known:
                    put(last + 1, column, SheetCell(both))
    whole = replace(table, rows=[*map(tuple, rows), *table.rows[LOOKED_AT:]])
    heads = find_headers(whole, names)
    spans = [last for first, _, last, _ in table.merged if first <= heads.row <= last <= LOOKED_AT]
    if not heads.columns or not spans or max(spans) == heads.row:
        return heads, whole
    return Headers(max(spans), heads.columns, heads.titles), whole


def _read_row(
    mapping: RegisterMapping,
    table: SheetTable,
    heads: Headers,
    number: int,
    cells: Sequence[SheetCell],
    rows: ForeignRows,
) -> None:
    given: dict[tuple[str, tuple[str, ...]], list[ForeignCell]] = {}
    for name, place in heads.columns.items():
        column = mapping.columns[int(name)]
        cell = cells[place - 1] if place <= len(cells) else EMPTY
        if column.column is not None:
            where = table.place(number, place)
            given.setdefault((column.kind, column.column.path), []).append(
                ForeignCell(column, cell, where, heads.titles[name])
            )
    rows.read(given, table.place(number, min(heads.columns.values())))


def _reason_to_leave(mapping: RegisterMapping, table: SheetTable, heads: Headers, cells: Sequence[SheetCell]) -> str:
    """Return why a row describes no organization, as a key of the remarks; "" if the row must be read."""
    texts = {place: folded(shown(cell)) for place, cell in enumerate(cells, start=1) if cell.value is not None}
    texts = {place: text for place, text in texts.items() if text}
    mapped = {place: mapping.columns[int(name)] for name, place in heads.columns.items()}
    titles = {place: folded(shown(cell)) for place, cell in enumerate(row_of(table, heads.row), start=1)}
    if all(titles.get(place) == text for place, text in texts.items()):
        return "heads"
    numbers = [
        text
        for place, text in texts.items()
        if place in mapped and (column := mapped[place].column) is not None and column.path[-1] in ("inn", "ogrn")
    ]
    if not any(map(_is_number_of_organization, numbers)) and _FOOTER.match(next(iter(texts.values()))):
        return "footer"
    if not any(place in mapped and mapped[place].column is not None for place in texts):
        return "unmapped"
    return ""


def _is_number_of_organization(text: str) -> bool:
    digits = "".join(text.split())
    return is_inn(digits) or is_ogrn(digits)


def _tell_other_sheets(tables: Sequence[SheetTable], read: SheetTable, intake: Intake) -> None:
    others = [f"«{table.name}»" for table in tables if table.order != read.order and any(map(len, table.rows))]
    if others:
        intake.remarks.append(word("remarks.other-sheets", sheet=read.name, names=suggestions.listed(others)))


def _tell_without_head(table: SheetTable, heads: Headers, intake: Intake) -> None:
    """Add a remark that names the columns with values below a blank header."""
    titles = row_of(table, heads.row)
    used = {
        place
        for row in table.rows[heads.row :]
        for place, cell in enumerate(row, start=1)
        if cell.value is not None and (place > len(titles) or not shown(titles[place - 1]).strip())
    }
    used -= set(heads.columns.values())
    if used:
        names = suggestions.listed([letters(place) for place in sorted(used)])
        intake.remarks.append(word("remarks.without-head", sheet=table.name or word("csv"), names=names))


def _is_numbering(cells: Sequence[SheetCell]) -> bool:
    """Return whether a row only numbers the columns: 1, 2, 3."""
    texts = [shown(cell) for cell in cells]
    return len(texts) > 2 and all(text in ("", str(place)) for place, text in enumerate(texts, start=1))


def _identifiers(mapping: RegisterMapping, heads: Headers) -> list[str]:
    return [name for name in heads.columns if _identifies(mapping, mapping.columns[int(name)])]


def _identifies(mapping: RegisterMapping, column: MappedColumn) -> bool:
    return (
        column.kind == "organization"
        and column.column is not None
        and column.column.name in mapping.identify["organization"]
    )


def _tell_skipped(mapping: RegisterMapping, heads: Headers, intake: Intake) -> None:
    """Add a remark for each reason to skip columns, with the names of these columns."""
    reasons: dict[str, list[str]] = {}
    for name in heads.columns:
        column = mapping.columns[int(name)]
        if column.skip:
            reasons.setdefault(column.skip, []).append(f"«{heads.titles[name]}»")
    for reason, titles in reasons.items():
        intake.remarks.append(word("remarks.skipped", names=suggestions.listed(titles), reason=reason))
