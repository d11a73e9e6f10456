"""Checks the whole registry as it would be after an import, and finds the cell that causes each problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr.intake.workbook.applying import Changes
from reestr.intake.workbook.cell_values import without_quotes
from reestr.intake.workbook.rows import CellValue, Intake, RecordRows
from reestr.intake.workbook.table import ImportProblem, problem
from reestr.records.diagnostics import Diagnostic, Severity
from reestr.records.json_pointer import pointer, steps_of
from reestr.records.loading import record_sources
from reestr.records.loading.load import load_files


@dataclass(frozen=True, slots=True)
class RowsCheck:
    """The result of the check: the problems of cells in the order of the file, and the diagnostics of other records."""

    problems: Sequence[ImportProblem]
    others: Sequence[Diagnostic]


def judged(
    intake: Intake,
    changed: Changes,
    below: record_sources.RecordFiles,
    progress: Callable[[int, int], None] | None = None,
) -> RowsCheck:
    """Return everything that prevents the import, including the problems of the intake.

    Warnings are left out. `progress` receives the steps of loading. Raises what reading records raises.
    """
    problems = list(intake.problems)
    others: list[Diagnostic] = []
    if not changed.contents:
        # The records are unchanged, and they were valid.
        return RowsCheck(sorted(problems), others)
    after = load_files(record_sources.OverlaidFiles(below, changed.contents), progress=progress)
    said = {(item.place, item.message) for item in problems}
    for diagnostic in after.diagnostics:
        if diagnostic.severity is not Severity.ERROR:
            continue
        rows = changed.rows.get(diagnostic.location.file.removeprefix(below.prefix))
        if rows is None:
            found = _of_related(diagnostic, changed, below.prefix)
            if found is None:
                others.append(diagnostic)
                continue
            rows = found
        for item in _problems(diagnostic, rows, changed, below.prefix):
            if (item.place, item.message) not in said:
                said.add((item.place, item.message))
                problems.append(item)
    problems += _unnamed(changed, problems)
    return RowsCheck(sorted(problems), others)


def _problems(diagnostic: Diagnostic, rows: RecordRows, changed: Changes, prefix: str) -> Iterator[ImportProblem]:
    entry = _entry(diagnostic.path, rows)
    if entry is not None and entry.wrong and _is_about(diagnostic.path, entry):
        # The cell already has its problem; the value in the record is only a placeholder.
        return
    place = rows.place if entry is None else entry.place
    others = tuple(
        other.place
        for related in diagnostic.related
        if (other := changed.rows.get(related.location.file.removeprefix(prefix))) is not None and other.place != place
    )
    # A cell's value needs no quotes.
    fix = without_quotes(diagnostic.help)
    yield ImportProblem(diagnostic.message, fix, place, "" if entry is None else entry.title, others, diagnostic.code)


def _unnamed(changed: Changes, problems: Sequence[ImportProblem]) -> Iterator[ImportProblem]:
    """Yield a problem for each record that has only a placeholder id and whose row has no problem yet."""
    told = {(item.place.order, item.place.row) for item in problems if item.place is not None}
    for rows in changed.rows.values():
        if rows.unnamed and (rows.place.order, rows.place.row) not in told:
            yield problem("no-record-id", rows.place)


def _entry(path: str, rows: RecordRows) -> CellValue | None:
    """Return the cell of the field at a path; None if the rows have no cell in its group.

    A field without a cell is attributed to the nearest cell in the same group.
    """
    found: tuple[tuple[int, int], CellValue] | None = None
    wanted = steps_of(path)
    for number, entry in enumerate(rows.entries):
        own = [str(step) for step in entry.path]
        common = 0
        for one, other in zip(own, wanted, strict=False):
            if one != other:
                break
            common += 1
        # A cell with a value ranks above a blank one, so that a problem of a group is attributed to a filled cell.
        rank = (common * 4 + 2 * (own == wanted) + (entry.value is not None), -number)
        if common and (found is None or rank > found[0]):
            found = (rank, entry)
    return None if found is None else found[1]


def _is_about(path: str, entry: CellValue) -> bool:
    own = pointer(entry.path)
    return path == own or path.startswith(own + "/")


def _of_related(diagnostic: Diagnostic, changed: Changes, prefix: str) -> RecordRows | None:
    """Return the changed record that makes another record wrong; None if there is none."""
    known: Mapping[str, RecordRows] = changed.rows
    for related in diagnostic.related:
        rows = known.get(related.location.file.removeprefix(prefix))
        if rows is not None:
            return rows
    return None
