"""Which columns a kind of records has in a workbook: one for each plain value, as the schema describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from reestr import wording
from reestr.records import schemas
from reestr.records.schemas import Field

FORMATS: frozenset[str] = frozenset(schemas.field("plan", "/entries/*/format").labels)
"""The keys of a week that count publications."""

_WIDEST = 34
_WIDTHS: Mapping[schemas.Form, int] = {
    "text": 32, "long-text": 50, "code": 18, "date": 12, "choice": 20, "boolean": 11, "whole": 11, "number": 11,
    "list": 26,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `path` leads from what a row stands for to the value of `field`; `title` names its groups, too."""

    path: tuple[str, ...]
    title: str
    field: Field

    @property
    def name(self) -> str:
        """The dotted path: a second name by which the column is known."""
        return ".".join(self.path)

    @property
    def form(self) -> schemas.Form:
        """What a cell of the column holds. A code is a text that a spreadsheet may take for a number: an INN, an id."""
        return self.field.form

    @property
    def labels(self) -> Mapping[str, str]:
        """The words of an enumeration."""
        return self.field.labels

    @property
    def internal(self) -> bool:
        """Whether it is not for the public edition, not even where a consent would make the value public: what is cut
        there must not come back as empty."""
        return self.field.internal

    @property
    def empty(self) -> bool:
        """Whether a list may be empty, which is another thing than unknown."""
        return self.form == "list" and not self.field.least

    @property
    def pattern(self) -> str | None:
        """That of the items of a list; None for anything else."""
        return self.field.pattern if self.form == "list" else None

    @property
    def advice(self) -> str:
        """What to write instead of a wrong value, of a list instead of a wrong item."""
        return self.field.error if self.field.item is None else self.field.item.error

    @property
    def example(self) -> str:
        """The first example as a cell shows it; "" where there is none."""
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
        """In characters."""
        longest = max(map(len, self.labels.values()), default=0)
        return min(max(_WIDTHS[self.form], longest + 2), _WIDEST) if self.form == "choice" else _WIDTHS[self.form]


@cache
def columns(kind: str, at: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of a record, or of what lies at a path in it (`*` for any item or key), in the order of the schema.

    Lists of groups and maps are not among them: they have sheets of their own. Raises KeyError for an unknown path.
    """
    inside = schemas.field_of(kind, at).inside if at else schemas.top_fields(kind)
    return tuple(_columns(inside, (), ()))


def _columns(fields: tuple[Field, ...], path: tuple[str, ...], titles: tuple[str, ...]) -> Iterator[Column]:
    for field in fields:
        way, called = (*path, field.name), (*titles, field.title)
        if field.form == "group":
            yield from _columns(field.fields, way, called)
        elif field.form in _WIDTHS:
            yield Column(way, ": ".join(called), field)
