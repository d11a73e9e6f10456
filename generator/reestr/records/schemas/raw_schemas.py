"""Reads the schema files: where they lie, and what each says to all cities."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]


@cache
def raw_schema(kind: str) -> Schema:
    """Return the schema of a kind as in its file. Shared: must not be changed. Raises KeyError."""
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
