"""Reads a file to import: our own workbook, or a register that a mapping explains."""

from __future__ import annotations

from collections.abc import Sequence

from reestr.intake.workbook.foreign import read_foreign
from reestr.intake.workbook.mapping import RegisterMapping
from reestr.intake.workbook.opening import tables
from reestr.intake.workbook.own_rows import read_own
from reestr.intake.workbook.rows import MOST_PROBLEMS, Intake, TooManyImportProblemsError
from reestr.intake.workbook.sheets import word
from reestr.records.record import RecordsByKind
from reestr.registry.addresses import NetworkRules


def taken_in(
    content: bytes, records: RecordsByKind, networks: Sequence[NetworkRules], mapping: RegisterMapping | None
) -> Intake:
    """Return the content of a file with all problems of its cells.

    Raises UnreadableFileError for another kind of file.
    """
    found = tables(content)
    try:
        if mapping is None:
            intake = read_own(found, records, networks)
        else:
            intake = read_foreign(found, mapping, records, networks)
    except TooManyImportProblemsError as enough:
        return Intake(problems=list(enough.problems), remarks=[word("remarks.too-many-problems", limit=MOST_PROBLEMS)])
    # Problems found after reading concern records.
    intake.problems = list(intake.problems)
    return intake
