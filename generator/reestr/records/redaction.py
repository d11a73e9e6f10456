"""Redaction: removes everything internal from a record, by its schema, before anything is built from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from reestr.records import schemas
from reestr.registry.lists import CityLists

Edition = Literal["public", "internal"]
EDITIONS: tuple[Edition, ...] = ("public", "internal")


def for_edition(
    kind: str, data: Mapping[str, Any], edition: Edition, lists: CityLists | None = None
) -> Mapping[str, Any] | None:
    """Return the record as an edition may hold it; None if the edition may not hold it at all.

    The schema has the marks: `x-edition: internal` on a field or a whole kind, `x-public-if: KEY` (public if the
    sibling KEY exists), `x-internal-when` (values of a field that make the whole record internal, by the lists of the
    city).
    """
    if edition == "internal":
        return data
    if data.get("draft") is True or schemas.internal_record(kind):
        return None
    if any(
        name in data and schemas.makes_internal(kind, name, data[name], lists) for name in schemas.internal_when(kind)
    ):
        return None
    if kind == "requirement" and data.get("edition") == "internal":
        return None
    for path, public_if in schemas.internal_paths(kind):
        data = _without(data, path, public_if)
    return data


def _without(node: Any, path: Sequence[str], public_if: str | None) -> Any:
    """Return a copy of `node` without the value at `path` (`*` stands for every item or key)."""
    step, rest = path[0], path[1:]
    if step == "*":
        if isinstance(node, Mapping):
            return {key: _without(value, rest, public_if) for key, value in node.items()}
        return [_without(item, rest, public_if) for item in node] if isinstance(node, list) else node
    if not isinstance(node, Mapping) or step not in node:
        return node
    if rest:
        return {**node, step: _without(node[step], rest, public_if)}
    if public_if is not None and public_if in node:
        return node
    return {key: value for key, value in node.items() if key != step}
