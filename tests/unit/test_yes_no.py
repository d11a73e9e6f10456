"""Words for yes and no are read alike in cells of a register and in records."""

from __future__ import annotations

import pytest
from reestr.intake.workbook.cell_values import Fault, read_cell
from reestr.intake.workbook.columns import columns
from reestr.intake.workbook.table import SheetCell
from reestr.records.validation import field_messages
from reestr.records.yes_no import NO, YES, yes_or_no

COLUMN = next(column for column in columns("organization") if column.form == "boolean")


def read_by_import(text: str) -> bool | None:
    value = read_cell(COLUMN, SheetCell(text))
    if isinstance(value, Fault):
        assert value.key == "boolean"
        return None
    assert isinstance(value, bool)
    return value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((word, True) for word in sorted(YES)),
        *((word, False) for word in sorted(NO)),
        ("Да", True),
        (" ЕСТЬ ", True),
        ("«да»", True),
        ("Нет\u00a0", False),
        ("да\u200b", True),
        ("-", None),
        ("—", None),
        ("да, есть", None),
        ("может быть", None),
        ("1", None),
    ],
)
def test_fix_and_import_read_a_word_alike(text: str, meant: bool | None) -> None:
    assert yes_or_no(text) is meant
    assert field_messages.converted("organization", COLUMN.path, text, ["boolean"]) is meant
    if "\u200b" not in text:
        assert read_by_import(text) is meant


def test_no_word_says_both() -> None:
    assert not YES & NO
