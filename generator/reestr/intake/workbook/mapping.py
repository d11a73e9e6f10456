"""Reads the file that maps columns of a foreign register to fields, with located errors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from reestr.intake.workbook.columns import SheetColumn, columns
from reestr.intake.workbook.sheets import word
from reestr.records import reader
from reestr.records.diagnostics import Diagnostic, Severity, sort
from reestr.records.json_pointer import pointer
from reestr.records.reader import Document
from reestr.records.schemas import Field
from reestr.records.validation import suggestions
from reestr.records.validation.schema import careful_of
from reestr.wording.plain_text import folded

BUILT_IN: tuple[str, ...] = ("centre", "region")
"""The built-in mappings, by name."""

KINDS: tuple[str, ...] = ("organization", "account")

_CODE = "mapping"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the register: its header names, and the field it fills (None: skipped, `skip` says why)."""

    heads: tuple[str, ...]
    kind: str
    column: SheetColumn | None
    words: Mapping[str, Any]
    skip: str


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """The rules to import a register.

    `identify` maps a kind to the fields that identify its records, `new` maps a kind to the values of new records by
    path.
    """

    title: str
    sheet: str | None
    identify: Mapping[str, Sequence[str]]
    columns: Sequence[MappedColumn]
    new: Mapping[str, Mapping[tuple[str, ...], Any]]


def built_in(name: str) -> bytes:
    """Return the file of a built-in mapping. Raises FileNotFoundError."""
    return (resources.files("reestr.intake.workbook") / "mappings" / f"{name}.yaml").read_bytes()


def read_mapping(content: bytes, file: str) -> tuple[RegisterMapping | None, Sequence[Diagnostic]]:
    """Return the mapping, or everything that is wrong with its file."""
    document, problems = reader.read(content, file)
    if document is None:
        return None, problems
    found = [*problems, *_misfits(document)]
    if not found:
        found = list(_unknown(document))
    return (None, sort(found)) if found else (_built(document.data), ())


def _misfits(document: Document) -> Iterator[Diagnostic]:
    seen = set()
    for error in careful_of(_schema()).iter_errors(document.data):
        path = tuple(error.absolute_path)
        node: Any = error.schema if isinstance(error.schema, Mapping) else {}
        title = str(node.get("title", word("mapping.file")))
        key = (
            "additionalProperties"
            if error.validator == "additionalProperties"
            else "required"
            if error.validator == "required"
            else "wrong"
        )
        extra = ""
        if key == "additionalProperties" and isinstance(error.instance, Mapping):
            known: Any = node.get("properties", {})
            names = [name for name in error.instance if name not in known]
            path = (*path, names[0])
            near = suggestions.nearest(names[0], known)
            extra = "" if near is None else word("ready", value=near)
        if path in seen:
            continue
        seen.add(path)
        said = {
            "title": title,
            "given": suggestions.shown(error.instance),
            "name": path[-1] if path else "",
            "ready": extra,
        }
        yield _unfit(document, path, key, str(node.get("x-error", "")), key=key == "additionalProperties", **said)


def _unknown(document: Document) -> Iterator[Diagnostic]:
    """Yield unknown fields, invalid values, and columns with neither field nor reason."""
    data: Any = document.data
    heads: dict[str, int] = {}
    for place, item in enumerate(data["columns"]):
        path: tuple[str | int, ...] = ("columns", place)
        for head in (item["column"], *item.get("also", ())):
            if heads.setdefault(folded(head), place) != place:
                yield _unfit(
                    document, path, "head-twice", word("mapping.head-twice-fix"), given=suggestions.shown(head)
                )
        if ("field" in item) == ("skip" in item):
            yield _unfit(
                document,
                path,
                "field-or-skip",
                word("mapping.field-or-skip-fix"),
                given=suggestions.shown(item["column"]),
            )
            continue
        if "field" in item:
            yield from _unknown_field(document, (*path, "field"), item["field"])
            for text, value in item.get("values", {}).items():
                yield from _unknown_value(document, (*path, "values", text), item["field"], value)
    for name, value in data.get("new", {}).items():
        found = list(_unknown_field(document, ("new", name), name))
        yield from found or _unknown_value(document, ("new", name), name, value)


def _unknown_field(document: Document, path: tuple[str | int, ...], field: str) -> Iterator[Diagnostic]:
    kind, _, name = field.partition(".")
    if name != "id" and _column(field) is None:
        known = [f"{kind}.{column.name}" for column in columns(kind)]
        near = suggestions.nearest(field, known)
        fix = word("mapping.no-field-fix") + ("" if near is None else word("ready", value=near))
        yield _unfit(document, path, "no-field", fix, given=field)


def _unknown_value(document: Document, path: tuple[str | int, ...], field: str, value: Any) -> Iterator[Diagnostic]:
    column = _column(field)
    if column is None or value is None:
        return
    fits = {
        "choice": value in column.labels,
        "boolean": isinstance(value, bool),
        "whole": isinstance(value, int) and not isinstance(value, bool),
    }.get(column.form, isinstance(value, str))
    if not fits:
        allowed = suggestions.listed(list(column.labels) or [word(f"mapping.forms.{column.form}")])
        fix = word("mapping.no-value-fix", allowed=allowed)
        yield _unfit(document, path, "no-value", fix, given=suggestions.shown(value), field=field)


def _column(field: str) -> SheetColumn | None:
    kind, _, name = field.partition(".")
    return next((column for column in columns(kind) if column.name == name), None)


def _built(data: Any) -> RegisterMapping:
    blank = {folded(text): None for text in data.get("blank", ())}
    new: dict[str, dict[tuple[str, ...], Any]] = {kind: {} for kind in KINDS}
    for name, value in data.get("new", {}).items():
        kind, _, rest = name.partition(".")
        new[kind][tuple(rest.split("."))] = value
    return RegisterMapping(
        data["title"],
        data.get("sheet"),
        data["identify"],
        tuple(_mapped(item, blank) for item in data["columns"]),
        new,
    )


def _mapped(item: Any, blank: Mapping[str, Any]) -> MappedColumn:
    heads = (item["column"], *item.get("also", ()))
    field = item.get("field", "")
    kind, _, name = field.partition(".")
    column = _column(field) if field else None
    if name == "id":
        column = SheetColumn(("id",), item["column"], Field("/id", "id", item["column"], "code"))
    words = {**blank, **{folded(text): value for text, value in item.get("values", {}).items()}}
    return MappedColumn(heads, kind, column, words, item.get("skip", ""))


def _unfit(
    document: Document, path: tuple[Any, ...], what: str, fix: str, *, key: bool = False, **said: Any
) -> Diagnostic:
    message = word(f"mapping.{what}", **said)
    # A missing key is reported at its group.
    return Diagnostic(_CODE, Severity.ERROR, message, fix, document.locate(path, key=key), pointer(path))


@cache
def _schema() -> Mapping[str, Any]:
    text = (resources.files("reestr.intake.workbook") / "mapping.schema.json").read_text(encoding="utf-8")
    content: Mapping[str, Any] = json.loads(text)
    return content
