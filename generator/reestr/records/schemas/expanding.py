"""Puts the lists of a city into the schemas, which all cities share.

`x-list` on a text makes it a choice of the items of a list. `x-keys` on a group makes each item of a list a field of
it, of the type that the schema gives other fields. `x-among` in an `x-if` is any item of a list in one of some roles.
Where the lists of a city cannot be known (`UNKNOWN`), a name may be any, and no condition is checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reestr import wording
from reestr.records.schemas.raw_schemas import Schema
from reestr.registry.lists import CityLists, ListItem

_OF_ANY_NAME = frozenset(("x-list", "x-type", "pattern", "maxLength", "x-error"))


def expanded(schema: Schema, lists: CityLists) -> Schema:
    """Return the content of a schema file as that of one city; the same object where it has no place for lists."""
    if not lists.known:
        return schema
    return _node(schema, lists) if _has_lists(schema) else schema


def _has_lists(node: Any) -> bool:
    if isinstance(node, Mapping):
        return "x-list" in node or "x-keys" in node or "x-if" in node or any(map(_has_lists, node.values()))
    return isinstance(node, list) and any(map(_has_lists, node))


def _node(node: Any, lists: CityLists) -> Any:
    if isinstance(node, list):
        return [_node(item, lists) for item in node]
    if not isinstance(node, Mapping):
        return node
    if "x-among" in node:
        among = node["x-among"]
        ids = [item.id for item in lists.of(among["list"]) if item.role in among["roles"]]
        return {"enum": ids} if ids else {"not": {}}
    if "x-list" in node:
        return _choice(node, lists)
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key == "x-if":
            made["if"] = _node(value, lists)
        elif key == "x-keys":
            continue
        elif key == "x-internal-when":
            made[key] = {name: _internal(spec, lists) for name, spec in value.items()}
        elif key == "properties" and "x-keys" in node:
            made[key] = _fields(node, lists)
        elif key == "additionalProperties" and "x-keys" in node:
            made[key] = False
        else:
            made[key] = _node(value, lists)
    return made


def _choice(node: Schema, lists: CityLists) -> Schema:
    asked = node["x-list"]
    items = [item for item in lists.of(asked["list"]) if item.role != asked.get("without", None) or not item.role]
    labels = {item.id: (item.about if asked.get("label") == "about" else "") or item.title for item in items}
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key == "type":
            shown = ", ".join(f"{name} ({label})" for name, label in labels.items())
            choice = {
                "enum": list(labels),
                "x-labels": labels,
                "x-error": wording.text("validation.choose", items=shown),
            }
            made |= {"type": value, **(choice if labels else {"not": {}})}
        elif key not in _OF_ANY_NAME:
            made[key] = value
    return made


def _fields(node: Schema, lists: CityLists) -> Schema:
    """Return the fields of a group, among them one for each item of its list, at the place that the schema says."""
    asked, others = node["x-keys"], {name: _node(field, lists) for name, field in node["properties"].items()}
    own = {item.id: _field(item, asked, node["additionalProperties"]) for item in lists.of(asked["list"])}
    made: dict[str, Any] = {}
    for name, field in others.items():
        if name == asked.get("before"):
            made |= own
        made[name] = field
    return made if "before" in asked else {**made, **own}


def _field(item: ListItem, asked: Schema, template: Schema) -> Schema:
    said = asked.get("sent", asked["description"]) if item.role == "sent" else asked["description"]
    return {"title": item.title, "description": said.replace("{about}", item.about or item.title), **template}


def _internal(spec: Schema, lists: CityLists) -> Sequence[str]:
    return [item.id for item in lists.of(spec["list"]) if item.public is spec["public"]]
