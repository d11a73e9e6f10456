"""Writes the file of a new record: its data in order, then comments for the fields that may still be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reestr import wording
from reestr.records import schemas
from reestr.records.editing.finding_remarks import Remark, Remarks
from reestr.records.editing.writing import in_order, order_of, written
from reestr.records.json_pointer import FieldPath
from reestr.records.schemas import Field
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import cut

_WIDTH = 110


def new_record(
    kind: str, data: Mapping[str, Any], lacking: Sequence[str] = (), lists: CityLists | None = None
) -> bytes:
    """Return the file of a record, with a line for every top-level field that it may have and lacks.

    `lacking` are the names of those that a complete record must have. Raises KeyError for a field that the schema of
    `kind` does not have.
    """
    ordered = in_order(data, order_of(kind, lists), strict=True)
    free = [field for field in schemas.top_fields(kind, lists) if _is_free(field, data)]
    due = [field for field in free if field.name in lacking]
    may = [field for field in free if field.name not in lacking]
    below: list[str] = []
    for key, fields in (("must", due), ("may", may)):
        if fields:
            below += ["", f"# {wording.text(f'terminal.new.{key}')}", *(_line(field) for field in fields)]
    remarks: Mapping[FieldPath, Remark] = MappingProxyType({(): Remark(below=tuple(below))})
    return written(ordered, Remarks(remarks))


def _is_free(field: Field, data: Mapping[str, Any]) -> bool:
    # Nobody fills in `draft`, and the program alone fills in what is its own.
    return field.name not in data and field.name != "draft" and not field.by_machine


def _line(field: Field) -> str:
    mark = wording.text("terminal.new.internal") if field.internal else ""
    # Avoids repetition such as «ИНН. ИНН организации, десять цифр».
    title = "" if field.description.startswith(field.title) and not mark else f"{field.title}{mark}. "
    return cut(f"# {field.name} — {title}{field.description}", _WIDTH, at_word=True)
