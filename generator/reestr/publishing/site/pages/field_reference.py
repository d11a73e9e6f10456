"""The reference of fields: every field of every kind of record, made from the schemas alone."""

from __future__ import annotations

from dataclasses import dataclass

from reestr.publishing.site.widgets.example_text import value_text
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View
from reestr.records import schemas
from reestr.records.kinds import KINDS
from reestr.records.schemas import Field
from reestr.registry.lists import CityLists

PATH = "contribute/fields/"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field in the table: its name with the names of its groups, and its first example as records write it.

    `example` is "" for a group of fields, whose own fields follow with theirs.
    """

    field: Field
    anchor: str
    name: str
    nested: bool
    example: str


@dataclass(frozen=True, slots=True)
class KindReference:
    """A kind of record with all its fields."""

    id: str
    title: str
    description: str
    internal: bool
    internal_when: tuple[tuple[str, str], ...]
    rows: tuple[FieldRow, ...]


def build(view: View) -> Page:
    """Return the page of the reference.

    The existence of an internal field is public; its values are not on the page.
    """
    return section_page(view, "fields", PATH, kinds=tuple(_kind(kind, view.registry.city.lists) for kind in KINDS))


def _kind(kind: str, lists: CityLists) -> KindReference:
    schema = schemas.schema(kind, lists)
    fields = schemas.fields(kind, lists)
    groups = {field.pointer.rpartition("/")[0].removesuffix("/*") for field in fields}
    return KindReference(
        kind,
        str(schema["title"]),
        str(schema["description"]),
        schemas.internal_record(kind),
        tuple(
            (name, schemas.label(kind, name, value, lists))
            for name, values in schemas.internal_when(kind, lists).items()
            for value in values
        ),
        tuple(_row(kind, field, field.pointer in groups) for field in fields),
    )


def _row(kind: str, field: Field, group: bool) -> FieldRow:
    steps = field.pointer.removeprefix("/").split("/")
    return FieldRow(
        field=field,
        anchor="-".join((kind, *(step for step in steps if step != "*"))),
        name=".".join(steps).replace(".*", "[]"),
        nested=len(steps) > 1,
        example="" if group or not field.examples else value_text(field.examples[0]),
    )
