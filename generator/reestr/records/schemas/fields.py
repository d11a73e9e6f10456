"""The fields of records as their schemas describe them; validation, pages, forms and sheets all use them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reestr.records.json_pointer import AnyPath
from reestr.records.schemas.raw_schemas import Schema, raw_schema
from reestr.records.schemas.schema_files import COMMON, bundle, internal_record
from reestr.records.schemas.walk import ANY, FieldNames, inner, nodes, properties, resolved
from reestr.registry.lists import CityLists

Form = Literal[
    "text", "long-text", "code", "date", "choice", "boolean", "whole", "number", "list", "groups", "group", "map", "any"
]
"""The form of a value.

A code is a text of a fixed form: an INN, a phone, an id, an address. A `list` holds plain values, `groups` is a list of
groups of fields, a `map` has keys chosen by the record, `any` may be of several types.
"""

PLAIN: frozenset[Form] = frozenset(("text", "long-text", "code", "date", "choice", "boolean", "whole", "number"))
"""The forms of a single value."""

_LONG = 1_000


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, or each item of one, as its schema describes it.

    `pointer` is a JSON pointer with `*` for any list item or map key; `type` describes the value in words. `required`,
    `required_when_complete` and `condition` concern the field within its own parent: a required part of an optional
    group is required once the group exists. `required` holds even for a draft; `required_when_complete` only for a
    complete record; `condition` says in words when either applies ("" = always). `internal` fields are not public,
    unless the sibling `public_if` exists. `by_machine` fields are filled in by the program: people see them but are not
    asked for them. `error` is the advice for a wrong value.

    `labels` map the values of an enumeration to their labels, in the order of the schema. `labels` and `pattern` of a
    list of plain values are those of its items. `least` is the least number of items of a list; `minimum` and `maximum`
    limit a number. `item` describes each item of a list or value of a map; `fields` are the parts of a group.
    """

    pointer: str
    name: str
    title: str
    form: Form
    description: str = ""
    type: str = ""
    format: str = ""
    required: bool = False
    required_when_complete: bool = False
    condition: str = ""
    internal: bool = False
    public_if: str | None = None
    by_machine: bool = False
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    examples: tuple[object, ...] = ()
    error: str = ""
    pattern: str | None = None
    least: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    item: Field | None = None
    fields: tuple[Field, ...] = ()

    @property
    def inside(self) -> tuple[Field, ...]:
        """Return the fields of the group, or of the group in each item; none for plain values."""
        return self.fields if self.item is None else self.item.inside

    @property
    def is_plain(self) -> bool:
        """Return whether the field is a single value."""
        return self.form in PLAIN


def fields(kind: str, lists: CityLists | None = None) -> tuple[Field, ...]:
    """Return every named field of a kind, nested ones after their parent, in canonical order. Raises KeyError."""
    return tuple(_named(top_fields(kind, lists)))


@cache
def top_fields(kind: str, lists: CityLists | None = None) -> tuple[Field, ...]:
    """Return the top-level fields of a record, each with its nested fields. Raises KeyError for an unknown kind."""
    root = bundle(kind, lists)
    always = _required({key: value for key, value in root.items() if key != "else"}, root)
    complete = _required(root.get("else", {}), root)
    by_machine = frozenset(path for path, node in nodes(root) if node.get("x-filled-by") == "machine")
    build = _Builder(root, always, complete, dict(internal_paths(kind)), internal_record(kind), by_machine)
    return build.below((), root)


def field(kind: str, pointer: str, lists: CityLists | None = None) -> Field:
    """Return the field at a pointer (`/contacts/email`; `*` for any item or key). Raises KeyError if there is none."""
    return _by_pointer(kind, lists)[pointer]


def field_of(kind: str, path: AnyPath, lists: CityLists | None = None) -> Field:
    """Return the field at a path into a record, or the field of each item of the list that the path leads into.

    Raises KeyError if the schema of the kind has no such place, and for the record itself.
    """
    known = _by_pointer(kind, lists)
    way = ""
    for part in path:
        here = f"{way}/{part}"
        if here not in known:
            here = f"{way}/{ANY}"
            if part != ANY and isinstance(part, int) != (way in known and known[way].form in ("list", "groups")):
                raise KeyError(f"the schema of {kind!r} has no {tuple(path)!r}")
        way = here
    return known[way]


def field_at(kind: str, path: AnyPath, lists: CityLists | None = None) -> Field | None:
    """Return the field at a path into a record; for an item or a map's value, the field that holds it.

    For a path that does not exist, the last field on the way. None for the record itself.
    """
    known = _by_pointer(kind, lists)
    way, found = "", None
    for part in path:
        way = f"{way}/{part}" if f"{way}/{part}" in known else f"{way}/{ANY}"
        if not way.endswith(ANY):
            found = known[way]
    return found


def pointers(*groups: str) -> frozenset[str]:
    """Return pointers from lists of names: the first word of each text is the group of the other words,
    `/` the record.
    """
    found = []
    for group in groups:
        where, *names = group.split()
        found += [f"{where.removesuffix('/')}/{name}" for name in names]
    return frozenset(found)


@cache
def internal_paths(kind: str) -> tuple[tuple[FieldNames, str | None], ...]:
    """Return the internal fields: path (`*` = any item or map key) and the sibling that makes it public, if any.

    Fields inside an internal field are not listed again.
    """
    found: list[tuple[FieldNames, str | None]] = []
    for path, node in nodes(bundle(kind)):
        if node.get("x-edition") == "internal" and not any(path[: len(outer)] == outer for outer, _ in found):
            found.append((path, node.get("x-public-if")))
    return tuple(found)


def label(kind: str, name: str, value: str, lists: CityLists | None = None) -> str:
    """Return the Russian label of an enumerated value.

    `name` is a pointer (`/state_mark/status`), or a bare name for the first labelled field of that name. Raises
    KeyError for a field without labels or an unknown value; a value that the lists of the city no longer have is
    called as all cities called it, else by itself.
    """
    known = _labels(kind, lists)[name]
    if value in known or lists is None:
        return known[value]
    return _labels(kind, None)[name].get(value, value)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Builds the fields of one kind, with the parts of its schema that every field needs."""

    root: Schema
    always: Mapping[FieldNames, tuple[str, ...]]
    complete: Mapping[FieldNames, tuple[str, ...]]
    marks: Mapping[FieldNames, str | None]
    whole_record_internal: bool
    by_machine: frozenset[FieldNames]

    def below(self, path: FieldNames, node: Schema) -> tuple[Field, ...]:
        return tuple(
            self.field((*path, name), resolved(raw, self.root), name, "") for name, raw in properties(node).items()
        )

    def field(self, path: FieldNames, node: Schema, name: str, title: str) -> Field:
        """Return the field of a node; `title` is its parent's, for an item without a title of its own."""
        always, complete = (found.get(path, ()) for found in (self.always, self.complete))
        conditions = dict.fromkeys((*always, *complete))
        mark = next((outer for outer in self.marks if path[: len(outer)] == outer), None)
        within = inner(node, self.root)
        plain = within if within is not None and node.get("type") == "array" else node
        title = str(node.get("title", title))
        return Field(
            pointer="".join(f"/{part}" for part in path),
            name=name,
            title=title,
            form=_form(node, within),
            description=str(node.get("description", "")),
            type=_type_in_words(node, self.root),
            format=str(node.get("format", "")),
            required="" in always,
            required_when_complete=bool(complete),
            condition="" if "" in conditions else "; ".join(conditions),
            internal=self.whole_record_internal or mark is not None,
            public_if=None if mark is None else self.marks[mark],
            by_machine=any(path[:depth] in self.by_machine for depth in range(1, len(path) + 1)),
            labels=_named_values(plain),
            examples=tuple(node.get("examples", ())),
            error=str(node.get("x-error", "")),
            pattern=plain.get("pattern"),
            least=node.get("minItems"),
            minimum=node.get("minimum"),
            maximum=node.get("maximum"),
            item=None if within is None else self.field((*path, ANY), within, name, title),
            fields=self.below(path, node),
        )


def _named_values(node: Schema) -> Mapping[str, str]:
    """Return the values of an enumeration with their labels."""
    labels = node.get("x-labels", {})
    return {value: labels.get(value, value) for value in node.get("enum", ())}


def _named(found: tuple[Field, ...]) -> Iterator[Field]:
    for each in found:
        yield each
        yield from _named(each.inside)


@cache
def _by_pointer(kind: str, lists: CityLists | None) -> Mapping[str, Field]:
    def walk(found: tuple[Field, ...]) -> Iterator[Field]:
        for each in found:
            yield each
            yield from walk(each.fields if each.item is None else (each.item,))

    return {each.pointer: each for each in walk(top_fields(kind, lists))}


def _required(start: Schema, root: Schema) -> Mapping[FieldNames, tuple[str, ...]]:
    """Return the required fields, each with the conditions in words under which it is required ("" = none)."""
    found: dict[FieldNames, tuple[str, ...]] = {}

    def visit(path: FieldNames, raw: object, condition: str) -> None:
        if not isinstance(raw, Mapping):
            return
        node = resolved(raw, root)
        condition = node.get("x-condition", condition)
        for name in node.get("required", ()):
            found[*path, name] = (*found.get((*path, name), ()), condition)
        for part in (*node.get("allOf", ()), node.get("then"), node.get("else")):
            visit(path, part, condition)
        for name, child in properties(node).items():
            visit((*path, name), child, condition)
        visit((*path, ANY), inner(node, root), condition)

    visit((), start, "")
    return found


def _form(node: Schema, within: Schema | None) -> Form:
    kind = node.get("type")
    if not isinstance(kind, str):
        return "any"
    if kind == "array":
        return "groups" if within is not None and within.get("type") == "object" else "list"
    if kind == "object":
        return "map" if within is not None else "group"
    if "enum" in node:
        return "choice"
    if kind in ("boolean", "integer", "number"):
        return "boolean" if kind == "boolean" else "whole" if kind == "integer" else "number"
    if node.get("format") == "date":
        return "date"
    if node.get("maxLength", 0) > _LONG:
        return "long-text"
    # A single-line text may be anything; one with a pattern is a code.
    return "text" if node.get("pattern") == raw_schema(COMMON)["$defs"]["line"]["pattern"] else "code"


def _type_in_words(node: Schema, root: Schema) -> str:
    words: Mapping[str, str] = raw_schema(COMMON)["x-types"]
    if "x-type" in node:
        return str(node["x-type"])
    if "enum" in node:
        return words["enum"]
    within = inner(node, root)
    if within is None:
        return words[node["type"]]
    return words["map"] if node["type"] == "object" else words["array"].format(item=_type_in_words(within, root))


@cache
def _labels(kind: str, lists: CityLists | None) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for each in fields(kind, lists):
        if each.labels:
            found[each.pointer] = each.labels
            found.setdefault(each.name, each.labels)
    return found
