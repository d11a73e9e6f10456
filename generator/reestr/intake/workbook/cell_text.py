"""Converts a record's value to a cell: labels for enumerated values, one text for a list."""

from __future__ import annotations

import datetime
from typing import Any

from reestr.intake.workbook.columns import SheetColumn
from reestr.intake.workbook.sheets import word

SEPARATOR = "; "
"""The separator between items of a list in one cell."""


def cell_value(column: SheetColumn, value: Any) -> str | int | float | datetime.date:
    """Return the value as the cell holds it; numbers and dates stay numbers and dates."""
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
