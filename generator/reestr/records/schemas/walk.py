"""Walks schemas: the only module that follows `$ref` and steps from a value to its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reestr.records.json_pointer import AnyPath
from reestr.records.schemas.raw_schemas import Schema
from reestr.records.schemas.schema_files import bundle
from reestr.registry.lists import CityLists

ANY = "*"
"""Stands in a path for any item of a list and for any key of a map."""

FieldNames = tuple[str, ...]


def resolved(node: Schema, root: Schema) -> Schema:
    """Return the node with its `$ref` merged in; the node's own annotations win."""
    while "$ref" in node:
        target = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def properties(node: Schema) -> Schema:
    """Return the named fields of a resolved node, in order; none for a list, a map or a plain value."""
    found: Schema = node.get("properties", {})
    return found


def inner(node: Schema, root: Schema) -> Schema | None:
    """Return the schema of a list's items or of a map's values; None for anything else."""
    within = node.get("items", node.get("additionalProperties"))
    return resolved(within, root) if isinstance(within, Mapping) else None


def step(node: Schema, part: str | int, root: Schema) -> Schema | None:
    """Return the schema one step below a resolved node: a named field, else any item or key; None if
    there is nothing.
    """
    named = properties(node)
    return resolved(named[str(part)], root) if part in named else inner(node, root)


def schema_at(kind: str, path: AnyPath, lists: CityLists | None = None) -> Schema:
    """Return the schema of the value at a path; any index stands for every item, `*` for every item or key.

    Raises KeyError if the schema of the kind has no such place, and for an unknown kind.
    """
    root = bundle(kind, lists)
    node: Schema = root
    for part in path:
        below = step(node, part, root)
        if below is None or (part != ANY and isinstance(part, int) != (node.get("type") == "array")):
            raise KeyError(f"the schema of {kind!r} has no {tuple(path)!r}")
        node = below
    return node


def key_order(kind: str, path: AnyPath, lists: CityLists | None = None) -> tuple[str, ...]:
    """Return the field names of the group at a path, in the schema's order; empty if there is no such group.

    Raises KeyError for an unknown kind.
    """
    try:
        return tuple(properties(schema_at(kind, path, lists)))
    except KeyError:
        bundle(kind, lists)
        return ()


def nodes(root: Schema) -> Iterator[tuple[FieldNames, Schema]]:
    """Yield every named field of a record with its resolved schema, parents first, in the schema's order."""

    def below(path: FieldNames, node: Schema) -> Iterator[tuple[FieldNames, Schema]]:
        for name, raw in properties(node).items():
            child = resolved(raw, root)
            yield (*path, name), child
            yield from below((*path, name), child)
        if (within := inner(node, root)) is not None:
            yield from below((*path, ANY), within)

    return below((), root)


def title(kind: str, path: AnyPath, lists: CityLists | None = None) -> str:
    """Return the Russian title of the field at a path into a record.

    List indexes and map keys have the title of the list or map; an unknown field has that of its nearest known parent.
    """
    root = bundle(kind, lists)
    node, found = root, str(root["title"])
    for part in path:
        named = part in properties(node)
        below = step(node, part, root)
        if below is None:
            break
        node = below
        found = node.get("title", found) if named else found
    return found
