"""Reads the schema files: where they lie, what each says of its kind, and each as one document."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

COMMON = "common"

_COMMON_FILE = f"{COMMON}.schema.json"

Schema = Mapping[str, Any]


@cache
def schema(kind: str) -> Schema:
    """Return the schema of a kind as in its file (or `COMMON`). Shared: must not be changed. Raises KeyError."""
    if kind not in _names():
        raise KeyError(f"no schema of {kind!r}")
    content: Schema = json.loads((folder() / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return content


@cache
def _names() -> frozenset[str]:
    return frozenset(file.name.removesuffix(".schema.json") for file in folder().iterdir())


def folder() -> Path:
    """Return the folder of the schemas: inside the package in a wheel, at the root in the repository."""
    packaged = Path(__file__).parents[1] / "schema_files"
    return packaged if packaged.is_dir() else Path(__file__).parents[4] / "schemas"


def may_be_draft(kind: str) -> bool:
    """Return whether a record of this kind may be marked as a draft."""
    return "draft" in schema(kind)["properties"]


def internal_record(kind: str) -> bool:
    """Return whether all records of this kind are internal."""
    return schema(kind).get("x-edition") == "internal"


@cache
def internal_when(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the values of top-level fields that make a whole record internal; empty for most kinds."""
    return {name: tuple(values) for name, values in schema(kind).get("x-internal-when", {}).items()}


def bundled(kind: str) -> dict[str, Any]:
    """Return the schema of a kind as one document, with the common definitions it uses in its own `$defs`.

    A fresh copy: the caller may change it.
    """
    return copy.deepcopy(dict(bundle(kind)))


@cache
def bundle(kind: str) -> Schema:
    """Return the same document, shared: must not be changed. Raises ValueError if a common definition is redefined."""
    definitions = schema(COMMON)["$defs"]
    content: dict[str, Any] = _localized(schema(kind))
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
