"""Reads a foreign register: a table whose columns a mapping explains; each row is an organization, with or without a
page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reestr.intake.workbook.cell_values import shown
from reestr.intake.workbook.foreign_rows import ForeignRows, Given
from reestr.intake.workbook.headers import Heads, find_heads, judge_heads
from reestr.intake.workbook.mapping import MappedColumn, RegisterMapping
from reestr.intake.workbook.own_reader import merged_rows, tell_hidden
from reestr.intake.workbook.rows import Intake
from reestr.intake.workbook.rows_out import Records
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import EMPTY, Cell, Table, UnreadableFileError, problem
from reestr.records.validation import suggestions
from reestr.registry.addresses import NetworkRules
from reestr.wording.plain_text import folded


def read_foreign(
    tables: Sequence[Table], mapping: RegisterMapping, records: Records, networks: Sequence[NetworkRules]
) -> Intake:
    """Return the content of a register.

    Raises UnreadableFileError if none of its tables has the columns of the mapping.
    """
    intake = Intake()
    names = {str(place): column.heads for place, column in enumerate(mapping.columns)}
    table, heads = _table(tables, mapping, names)
    heads = judge_heads(table, heads, names, intake)
    if not _identifiers(mapping, heads):
        wanted = [column.heads[0] for column in mapping.columns if _identifies(mapping, column)]
        intake.problems.append(
            problem(
                "no-identifier", table.place(heads.row, 1), names=suggestions.listed([f"«{name}»" for name in wanted])
            )
        )
        return intake
    merged = merged_rows(table, heads, intake)
    tell_hidden(table, heads, intake)
    _tell_skipped(mapping, heads, intake)
    rows = ForeignRows(mapping, records, networks, intake)
    for number, cells in enumerate(table.rows[heads.row :], start=heads.row + 1):
        if number not in merged and not _is_numbering(cells):
            _read_row(mapping, table, heads, number, cells, rows)
    rows.finish()
    return intake


def _table(
    tables: Sequence[Table], mapping: RegisterMapping, names: Mapping[str, Sequence[str]]
) -> tuple[Table, Heads]:
    """Return the register's table: the sheet that the mapping names, otherwise the one with most of the columns."""
    asked = tables
    if mapping.sheet is not None and not (len(tables) == 1 and tables[0].name == ""):
        asked = [table for table in tables if folded(table.name) == folded(mapping.sheet)]
        if not asked:
            there = suggestions.listed([f"«{table.name}»" for table in tables])
            raise UnreadableFileError("no-sheet", sheet=mapping.sheet, there=there)
    found = [(find_heads(table, names), table) for table in asked]
    heads, table = max(found, key=lambda item: (len(item[0].columns), -item[1].order))
    if not heads.columns:
        wanted = suggestions.listed([f"«{column.heads[0]}»" for column in mapping.columns if column.column], limit=6)
        raise UnreadableFileError("no-heads", title=mapping.title, names=wanted)
    return table, heads


def _read_row(
    mapping: RegisterMapping, table: Table, heads: Heads, number: int, cells: Sequence[Cell], rows: ForeignRows
) -> None:
    given: dict[tuple[str, tuple[str, ...]], Given] = {}
    for name, place in heads.columns.items():
        column = mapping.columns[int(name)]
        cell = cells[place - 1] if place <= len(cells) else EMPTY
        if column.column is not None:
            where = table.place(number, place)
            given[column.kind, column.column.path] = Given(column, cell, where, heads.titles[name])
    if any(item.cell.value is not None for item in given.values()):
        rows.read(given, table.place(number, min(heads.columns.values())))


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """Return whether a row only numbers the columns: 1, 2, 3."""
    texts = [shown(cell) for cell in cells]
    return len(texts) > 2 and all(text in ("", str(place)) for place, text in enumerate(texts, start=1))


def _identifiers(mapping: RegisterMapping, heads: Heads) -> list[str]:
    return [name for name in heads.columns if _identifies(mapping, mapping.columns[int(name)])]


def _identifies(mapping: RegisterMapping, column: MappedColumn) -> bool:
    return (
        column.kind == "organization"
        and column.column is not None
        and column.column.name in mapping.identify["organization"]
    )


def _tell_skipped(mapping: RegisterMapping, heads: Heads, intake: Intake) -> None:
    """Report the columns that are skipped, by reason."""
    reasons: dict[str, list[str]] = {}
    for name in heads.columns:
        column = mapping.columns[int(name)]
        if column.skip:
            reasons.setdefault(column.skip, []).append(f"«{heads.titles[name]}»")
    for reason, titles in reasons.items():
        intake.remarks.append(word("remarks.skipped", names=suggestions.listed(titles), reason=reason))
