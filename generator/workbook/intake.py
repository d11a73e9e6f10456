"""From the bytes of a file to what it says of the records: our own workbook, or a register that a mapping explains."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.addresses import NetworkRules
from generator.workbook.foreign import read_foreign
from generator.workbook.lines import Records
from generator.workbook.mapping import RegisterMapping
from generator.workbook.opening import tables
from generator.workbook.own import read_own
from generator.workbook.rows import Intake


def taken_in(
    content: bytes, records: Records, networks: Sequence[NetworkRules], mapping: RegisterMapping | None
) -> Intake:
    """What the file says, with all that is wrong with its cells. Raises Unreadable where it is no such file."""
    found = tables(content)
    return read_own(found, records, networks) if mapping is None else read_foreign(found, mapping, records, networks)
