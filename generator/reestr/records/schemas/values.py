"""The values of a record at the fields of its schema that a condition picks, without a look at the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from reestr.records.schemas.fields import Field, top_fields
from reestr.records.schemas.walk import ANY

FieldTree = Mapping[str, Any]
"""Field name -> None for a picked field, else the tree of what lies inside it; `*` stands for every item or key."""


def field_tree(kind: str, picks: Callable[[Field], bool]) -> FieldTree:
    """The picked fields of a kind and the fields they lie in. Raises KeyError for an unknown kind.

    A picked field that holds a list of plain values stands for each of them.
    """
    return _tree(top_fields(kind), picks)


def values_at(tree: FieldTree, data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The path and value of every picked field that the data have, in the order of the tree.

    What is no group, list or map where the schema has one is stepped over.
    """
    return _values((), tree, data)


def _tree(fields: tuple[Field, ...], picks: Callable[[Field], bool]) -> FieldTree:
    tree: dict[str, Any] = {}
    for field in fields:
        if picks(field):
            tree[field.name] = {ANY: None} if field.form == "list" else None
            continue
        below = _tree(field.inside, picks)
        if below:
            tree[field.name] = {ANY: below} if field.form in ("groups", "map") else below
    return MappingProxyType(tree)


def _values(path: tuple[str | int, ...], tree: FieldTree, data: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if ANY in tree:
        below = tree[ANY]
        items = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
        for key, inner in items:
            if below is None:
                yield (*path, key), inner
            else:
                yield from _values((*path, key), below, inner)
        return
    for name, below in tree.items() if isinstance(data, dict) else ():
        value = data.get(name)
        if value is None:
            continue
        if below is None:
            yield (*path, name), value
        else:
            yield from _values((*path, name), below, value)
