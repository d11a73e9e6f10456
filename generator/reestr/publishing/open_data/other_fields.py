"""Adds fields of a record that have no place of their own in its open data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reestr.publishing.open_data.json_file import json_file
from reestr.publishing.view import File, View
from reestr.records import schemas
from reestr.records.schemas import Field
from reestr.registry.origin import Origin

Value = dict[str, Any]

# A person's single telephone is shown in the list of telephones that all contacts have, and the archived answers that a
# false page was seen in are a group of their own: `file` is the file of the record.
_NAMED_OTHERWISE = {"phone": "phones", "sha256": "answers"}
_OTHER = "other"
"""The key for fields whose own place in the open data has a different form than in the record."""


def completed(value: Value, fields: Mapping[str, Any]) -> Value:
    """Add all fields of the record that the value lacks, and return the value.

    Existing entries stay, even if they say that nothing is known.
    """
    for name, given in fields.items():
        if name not in value:
            if name != "draft" and _NAMED_OTHERWISE.get(name) not in value:
                value[name] = given
        elif isinstance(given, dict):
            shown = value[name]
            if isinstance(shown, dict):
                completed(shown, given)
            elif given and shown is None:
                value[name] = given
        elif isinstance(given, list) and given and isinstance(given[0], dict):
            _complete_items(value, name, value[name], given)
    return value


def _complete_items(value: Value, name: str, shown: Any, given: list[Any]) -> None:
    """Complete a list of groups item by item; a list of texts stands for groups of one text each."""
    if isinstance(shown, list) and len(shown) == len(given):
        if all(isinstance(item, dict) for item in shown):
            for item, fields in zip(shown, given, strict=True):
                completed(item, fields)
            return
        if all([text] == list(fields.values()) for text, fields in zip(shown, given, strict=True)):
            return
    value.setdefault(_OTHER, {})[name] = given


def other_columns(kind: str, columns: tuple[str, ...], *, internal: bool) -> tuple[str, ...]:
    """Return the columns of a table with one more for every single value without a column, before the last one.

    Internal fields have a column only in the `internal` edition.
    """
    more = [field.name for field in schemas.top_fields(kind) if _has_no_column(field, columns, internal)]
    return (*columns[:-1], *more, columns[-1])


def _has_no_column(field: Field, columns: tuple[str, ...], internal: bool) -> bool:
    shown = internal or not field.internal or field.public_if is not None
    return shown and field.is_plain and field.name != "draft" and field.name not in columns


def other_properties(kind: str, properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the descriptions of a record's fields that the open data's description does not name itself."""
    return {
        field.name: {"title": field.title, "description": field.description}
        for field in schemas.top_fields(kind)
        if field.name not in properties and field.name != "draft"
    }


def other_records_file(view: View) -> Iterator[File]:
    """Yield `records.json`: records of the kinds without a file of their own, field by field."""
    registry = view.registry
    origins = (
        registry.city.origin,
        *(network.origin for network in registry.networks.values()),
        *(plan.origin for plans in registry.plans.values() for plan in plans),
        *(assignment.origin for assignment in registry.assignments.values()),
        *(notice.origin for notice in registry.notices.values()),
    )
    yield json_file(view, "records.json", {"records": [_record(origin) for origin in origins]})


def _record(origin: Origin) -> Value:
    return {"kind": origin.kind, "id": origin.id or None, "file": origin.file, "fields": origin.fields}
