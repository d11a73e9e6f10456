"""Makes the workbook columns of a kind of record: one for each plain value of the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from reestr import wording
from reestr.records import schemas
from reestr.records.schemas import Field
from reestr.registry.lists import CityLists


@cache
def counted(lists: CityLists | None) -> frozenset[str]:
    """Return the keys of a week that count publications."""
    return frozenset((*schemas.field("plan", "/entries/*/format", lists).labels, "unspecified"))


_WIDEST = 34
_WIDTHS: Mapping[schemas.Form, int] = {
    "text": 32, "long-text": 50, "code": 18, "date": 12, "choice": 20, "boolean": 11, "whole": 11, "number": 11,
    "list": 26,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    `path` leads from the row's object to the value of `field`; `title` includes the titles of its groups.
    """

    path: tuple[str, ...]
    title: str
    field: Field

    @property
    def name(self) -> str:
        """Return the dotted path: an alternative name of the column."""
        return ".".join(self.path)

    @property
    def form(self) -> schemas.Form:
        """Return the form of a cell of the column.

        A code is a text that spreadsheets may take for a number: an INN, an id.
        """
        return self.field.form

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the labels of an enumeration."""
        return self.field.labels

    @property
    def internal(self) -> bool:
        """Return whether the public edition never has the column, even if a consent would publish the value.

        If it had the column, an import would read a redacted value as an empty one.
        """
        return self.field.internal

    @property
    def empty(self) -> bool:
        """Return whether a list may be empty, which differs from unknown."""
        return self.form == "list" and not self.field.least

    @property
    def pattern(self) -> str | None:
        """Return the pattern of a list's items; None for anything else."""
        return self.field.pattern if self.form == "list" else None

    @property
    def advice(self) -> str:
        """Return the advice for a wrong value, or for a wrong item of a list."""
        return self.field.error if self.field.item is None else self.field.item.error

    @property
    def example(self) -> str:
        """Return the first example as a cell shows it; "" if there is none."""
        value = next(iter(self.field.examples), None)
        if self.form == "list" and isinstance(value, list):
            return "; ".join(map(str, value))
        if self.form == "choice":
            return self.labels.get(str(value), str(value))
        if isinstance(value, bool):
            return wording.text(f"workbook.values.{'yes' if value else 'no'}")
        return wording.date_short(str(value)) if self.form == "date" else "" if value is None else str(value)

    @property
    def width(self) -> int:
        """Return the width in characters."""
        longest = max(map(len, self.labels.values()), default=0)
        return min(max(_WIDTHS[self.form], longest + 2), _WIDEST) if self.form == "choice" else _WIDTHS[self.form]


@cache
def columns(kind: str, at: tuple[str, ...] = (), lists: CityLists | None = None) -> tuple[SheetColumn, ...]:
    """Return the columns of a record or of the object at a path (`*` for any item or key), in the order of the schema.

    A list of groups and a map have sheets of their own instead of columns. A field that the program fills in has no
    column, because a sheet asks for what people know. Raises KeyError for an unknown path.
    """
    inside = schemas.field_of(kind, at, lists).inside if at else schemas.top_fields(kind, lists)
    return tuple(_columns(inside, (), ()))


def _columns(fields: tuple[Field, ...], path: tuple[str, ...], titles: tuple[str, ...]) -> Iterator[SheetColumn]:
    for field in fields:
        if field.by_machine:
            continue
        way, called = (*path, field.name), (*titles, field.title)
        if field.form == "group":
            yield from _columns(field.fields, way, called)
        elif field.form in _WIDTHS:
            yield SheetColumn(way, ": ".join(called), field)
