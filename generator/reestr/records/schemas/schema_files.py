"""The schemas of the records with the lists of a city, each as one document.

Every function takes the lists of the city; without them, those that all cities had before (`wording.former_lists`).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from reestr.records.schemas.expanding import expanded
from reestr.records.schemas.raw_schemas import Schema, raw_schema
from reestr.registry.lists import CityLists
from reestr.wording.former_lists import former_lists, with_texts

COMMON = "common"

_COMMON_FILE = f"{COMMON}.schema.json"


@cache
def schema(kind: str, lists: CityLists | None = None) -> Schema:
    """Return the schema of a kind (or `COMMON`) in a city. Shared: must not be changed. Raises KeyError."""
    return expanded(raw_schema(kind), former_lists() if lists is None else with_texts(lists))


def may_be_draft(kind: str) -> bool:
    """Return whether a record of this kind may be marked as a draft."""
    return "draft" in raw_schema(kind)["properties"]


def internal_record(kind: str) -> bool:
    """Return whether all records of this kind are internal."""
    return raw_schema(kind).get("x-edition") == "internal"


@cache
def internal_when(kind: str, lists: CityLists | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the values of top-level fields that make a whole record internal; empty for most kinds."""
    return {name: tuple(values) for name, values in schema(kind, lists).get("x-internal-when", {}).items()}


def makes_internal(kind: str, name: str, value: object, lists: CityLists | None = None) -> bool:
    """Return whether the value of a top-level field makes its whole record internal.

    A value that the lists of the city do not know does: what it means cannot be known.
    """
    if name not in internal_when(kind, lists):
        return False
    known = schema(kind, lists)["properties"][name].get("enum", ())
    return value in internal_when(kind, lists)[name] or value not in known


def bundled(kind: str, lists: CityLists | None = None) -> dict[str, Any]:
    """Return the schema of a kind as one document, with the common definitions it uses in its own `$defs`.

    A fresh copy: the caller may change it.
    """
    return copy.deepcopy(dict(bundle(kind, lists)))


@cache
def bundle(kind: str, lists: CityLists | None = None) -> Schema:
    """Return the same document, shared: must not be changed. Raises ValueError if a common definition is redefined."""
    definitions = schema(COMMON, lists)["$defs"]
    content: dict[str, Any] = _localized(schema(kind, lists))
    own = dict(content.get("$defs", {}))
    wanted = sorted(_references(content))
    while wanted:
        name = wanted.pop()
        if name not in own:
            own[name] = _localized(definitions[name])
            wanted.extend(sorted(_references(own[name])))
        elif name in definitions and own[name] != _localized(definitions[name]):
            raise ValueError(f"the schema of {kind!r} redefines the common {name!r}")
    if own:
        content["$defs"] = own
    return content


def _localized(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {
            key: value.removeprefix(_COMMON_FILE) if key == "$ref" and isinstance(value, str) else _localized(value)
            for key, value in node.items()
        }
    return [_localized(item) for item in node] if isinstance(node, list) else node


def _references(node: Any) -> set[str]:
    if isinstance(node, Mapping):
        names = {node["$ref"].removeprefix("#/$defs/")} if isinstance(node.get("$ref"), str) else set()
        return names.union(*(_references(value) for value in node.values()))
    return set().union(*(_references(item) for item in node)) if isinstance(node, list) else set()
