"""Separates the rows of a foreign register that can be imported from the others, and writes these as a workbook."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reestr.intake.workbook.applying import Changes, changes
from reestr.intake.workbook.cell_values import shown
from reestr.intake.workbook.checking import RowsCheck, judged
from reestr.intake.workbook.foreign import read_foreign, register_table
from reestr.intake.workbook.mapping import RegisterMapping
from reestr.intake.workbook.opening import tables
from reestr.intake.workbook.rows import Intake, TooManyImportProblemsError
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import ImportProblem, SheetCell, SheetTable
from reestr.records.loading.record_sources import RecordFiles
from reestr.records.record import RecordsByKind
from reestr.registry.addresses import NetworkRules
from reestr.wording.plain_text import cut

_WIDTH, _WIDEST, _LONGEST_LINK, _LONGEST_CELL = 14, 60, 2_000, 32_767
_TOO_MANY = "too-many-problems"

_MOST_PASSES = 50
"""The limit of passes. Each finds up to a thousand problems; a register with more has the wrong mapping."""

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class GoodRows:
    """A register without its bad rows.

    `problems` maps the number of each bad row to its problems. `verdict` holds the problems that remain without these
    rows; it is empty if the good rows can be imported.
    """

    intake: Intake
    changed: Changes
    verdict: RowsCheck
    problems: Mapping[int, Sequence[ImportProblem]]
    table: SheetTable
    head_row: int
    sheet: str


def good_rows(
    content: bytes,
    records: RecordsByKind,
    networks: Sequence[NetworkRules],
    mapping: RegisterMapping,
    files: RecordFiles,
    progress: Step | None = None,
) -> GoodRows:
    """Return a register without every row that has a problem.

    If two rows contradict each other, both are left out, because nobody knows which one is right. `progress` receives
    the steps of loading. Raises UnreadableFileError and what reading records raises.
    """
    opened = tables(content)
    table, heads = register_table(opened, mapping)
    left: dict[int, list[ImportProblem]] = {}
    for _ in range(_MOST_PASSES):
        changed = Changes({}, {})
        try:
            intake = read_foreign(opened, mapping, records, networks, without=left.keys())
        except TooManyImportProblemsError as enough:
            # The next pass reads the register without the rows of these problems.
            intake = Intake(problems=list(enough.problems))
            verdict = RowsCheck(enough.problems, ())
        else:
            intake.problems = list(intake.problems)
            changed = changes(intake, records, files)
            verdict = judged(intake, changed, files, progress)
        of_rows = [item for item in verdict.problems if item.place is not None and item.place.row > heads.row]
        before = len(left)
        for item in of_rows:
            if item.kind == _TOO_MANY:
                # This problem only states the limit. A later pass finds what is wrong with the row itself.
                continue
            for row in _rows(item, table):
                left.setdefault(row, []).append(item)
        if verdict.others or len(of_rows) < len(verdict.problems) or len(left) == before:
            break
    return GoodRows(intake, changed, verdict, left, table, heads.row, table.name or mapping.sheet or "")


def _rows(item: ImportProblem, table: SheetTable) -> Sequence[int]:
    """Return the numbers of the rows that a problem concerns, and of the rows merged with them, in ascending order."""
    rows = {place.row for place in (item.place, *item.other) if place is not None}
    for first, _, last, _ in table.merged:
        if any(first <= row <= last for row in rows):
            rows.update(range(first, min(last, len(table.rows)) + 1))
    return sorted(rows)


def rest_workbook(found: GoodRows) -> bytes:
    """Return the bad rows as an XLSX file, below the headers of the register, each with its problems.

    Rows with the same kind of problem stand together. The corrected workbook can be imported with the same mapping. The
    same rows give the same bytes.
    """
    # The import stands here because only writing a workbook needs the library.
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "created": datetime.datetime(2000, 1, 1)})
    page = book.add_worksheet(_sheet_name(found.sheet))
    style = {"font_name": "Arial", "font_size": 10, "valign": "top", "text_wrap": True}
    plain, head = book.add_format(style), book.add_format({**style, "bold": True, "bg_color": "#E7ECF3"})
    day = book.add_format({**style, "num_format": "dd.mm.yyyy"})
    wrong = book.add_format({**style, "bg_color": "#FFF2CC"})
    titles = found.table.rows[found.head_row - 1]
    rows = [found.table.rows[number - 1] for number in found.problems]
    width = max(len(titles), *map(len, rows)) if rows else len(titles)
    page.set_column(0, 0, _WIDEST, plain)
    page.set_column(1, 1 + width, _WIDTH, plain)
    for place, text in enumerate((word("rest.fault"), word("rest.row"), *map(shown, titles))):
        page.write_string(0, place, cut(text, _LONGEST_CELL), head)
    for line, (number, problems) in enumerate(_by_kind(found.problems), start=1):
        page.write_string(line, 0, cut(_told(problems, number), _LONGEST_CELL), wrong)
        page.write_number(line, 1, number, plain)
        for place, cell in enumerate(found.table.rows[number - 1], start=2):
            _write(page, line, place, cell, plain, day)
    page.freeze_panes(1, 2)
    book.close()
    return stream.getvalue()


def _by_kind(problems: Mapping[int, Sequence[ImportProblem]]) -> Sequence[tuple[int, Sequence[ImportProblem]]]:
    """Return the rows with their problems; rows with the same kind of problem stand together.

    The kinds are in the order of their first rows in the register.
    """
    order: dict[tuple[str, str], int] = {}
    for number in sorted(problems):
        order.setdefault(_kind(problems[number]), len(order))
    return sorted(problems.items(), key=lambda item: (order[_kind(item[1])], item[0]))


def _kind(problems: Sequence[ImportProblem]) -> tuple[str, str]:
    return problems[0].kind, problems[0].title


def _told(problems: Sequence[ImportProblem], number: int) -> str:
    lines = []
    for item in problems:
        title = f"«{item.title}»: " if item.title else ""
        own = item.place is not None and item.place.row == number
        where = "" if own or item.place is None else word("rest.because", row=item.place.row)
        lines.append(f"{where}{title}{item.message} {item.fix}")
    return "\n".join(dict.fromkeys(lines))


def _write(page: Any, row: int, place: int, cell: SheetCell, plain: Any, day: Any) -> None:
    value = cell.value
    if value is None:
        return
    if cell.link and len(cell.link) <= _LONGEST_LINK and page.write_url(row, place, cell.link, plain, shown(cell)) == 0:
        return
    if cell.kind == "value" and isinstance(value, bool):
        page.write_boolean(row, place, value, plain)
    elif cell.kind == "value" and isinstance(value, (int, float)):
        page.write_number(row, place, value, plain)
    elif cell.kind == "value" and isinstance(value, datetime.date):
        page.write_datetime(row, place, value, day)
    else:
        page.write_string(row, place, str(value)[:_LONGEST_CELL], plain)


def _sheet_name(name: str) -> str:
    """Return the name of the register's sheet, which a mapping may require; a general name if no sheet can have it."""
    return name if 0 < len(name) <= 31 and not any(sign in name for sign in "[]:*?/\\'") else word("rest.sheet")
