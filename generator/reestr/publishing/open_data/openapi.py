"""The description of the open data as OpenAPI 3.1: `openapi.yaml`, completed from the schemas of the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from reestr import __version__
from reestr.publishing.feed_paths import FOLDER as FEEDS
from reestr.publishing.feed_paths import has_feeds
from reestr.publishing.open_data.charts import chart_files
from reestr.publishing.open_data.json_file import FOLDER, encode
from reestr.publishing.open_data.other_fields import other_properties
from reestr.publishing.view import File, View
from reestr.records import schemas
from reestr.records.kinds import KINDS
from reestr.registry.lists import CityLists

CSV = "text/csv"
JSON = "application/json"

# The descriptions of whole records, with the kinds whose fields they have.
_KINDS = {
    "Organization": "organization",
    "Account": "account",
    "Requirement": "requirement",
    "Act": "act",
    "ActivityYear": "activity",
}
_FIELD = "x-field"
_OPTIONAL = "x-optional"
_FACTS = "x-facts"


def openapi_file(view: View) -> Iterator[File]:
    """Yield `openapi.json`."""
    yield File(f"{FOLDER}openapi.json", encode(description(view)) + b"\n")


_ACTS = "api/v1/acts/"
_CHARTS = "api/v1/charts/"


def description(view: View) -> dict[str, Any]:
    """Return the whole document; the server is the site's address or, while that is unknown, its root two folders
    above.
    """
    source = _source()
    licence = view.registry.city.licence
    info = {**source["info"], "version": __version__}
    if licence is not None:
        info["license"] = {"name": licence.name, "url": licence.url}
    kinds = [*KINDS, schemas.COMMON]
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": view.site.url.rstrip("/") or "../.."}],
        "paths": {
            f"/{entry['path']}": {"get": _operation(entry, kinds)}
            for entry in source["files"]
            if is_served(view, entry["path"])
        },
        "components": {"schemas": components(view.registry.city.lists)},
    }


def described_files() -> Iterator[tuple[str, str, str]]:
    """Yield path, media type and title of every served file; `{id}` and `{kind}` in a path are names of records."""
    for entry in _source()["files"]:
        yield entry["path"], _media_type(entry), entry["summary"]


def is_served(view: View, path: str) -> bool:
    """Return whether a view has any file of a path in the description: without a history there are no feeds, with one
    act no others.
    """
    if path.startswith(_ACTS):
        return bool(view.registry.act.others)
    if path.startswith(_CHARTS):
        return next(chart_files(view), None) is not None
    return has_feeds(view.timeline) or not path.startswith(FEEDS)


def column_descriptions(table: str) -> Mapping[str, Any]:
    """Return the descriptions of a table's columns that are no properties of a response in JSON."""
    found: Mapping[str, Any] = _source()["columns"].get(table, {})
    return found


@cache
def components(lists: CityLists | None = None) -> dict[str, Any]:
    """Return the schemas of all responses by name; shared, must not be changed."""
    found = {name: _completed(_with_facts(node, lists), lists) for name, node in _source()["schemas"].items()}
    for name, kind in _KINDS.items():
        properties = found[name]["properties"]
        properties |= other_properties(kind, properties)
    return found


@cache
def _source() -> Mapping[str, Any]:
    text = (resources.files("reestr.publishing.open_data") / "openapi.yaml").read_text(encoding="utf-8")
    content: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return content


def _media_type(entry: Mapping[str, Any]) -> str:
    """Return the type of a file: JSON if its form is described, a table unless the entry says otherwise."""
    return JSON if "schema" in entry else str(entry.get("media_type", CSV))


def _operation(entry: Mapping[str, Any], kinds: list[str]) -> dict[str, Any]:
    path, schema = entry["path"], entry.get("schema")
    media_type = _media_type(entry)
    shape = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "string"}
    said = _source()["table"] if media_type == CSV else entry["summary"]
    operation: dict[str, Any] = {
        "operationId": "_".join(path.replace("{", "").replace("}", "").replace("-", "_").replace("/", ".").split(".")),
        "summary": entry["summary"],
        "responses": {"200": {"description": said, "content": {media_type: {"schema": shape}}}},
    }
    parameter = entry.get("parameter")
    if parameter:
        values = {"enum": kinds} if parameter["name"] == "kind" else {"$ref": "#/components/schemas/Identifier"}
        operation["parameters"] = [{**parameter, "in": "path", "required": True, "schema": values}]
        # A file server answers so, with the site's own page of errors.
        missing = {"description": _source()["missing"], "content": {"text/html": {"schema": {"type": "string"}}}}
        operation["responses"]["404"] = missing
    return operation


def _with_facts(node: Any, lists: CityLists | None) -> Any:
    """Return a node in which the facts of the city's list stand in the place of `x-facts`."""
    if isinstance(node, list):
        return [_with_facts(item, lists) for item in node]
    if not isinstance(node, dict):
        return node
    done: dict[str, Any] = {}
    for name, child in node.items():
        if name == _FACTS:
            kind, group = child
            facts = [field.name for field in schemas.field(kind, group, lists).fields if field.form == "boolean"]
            done |= {fact: {_FIELD: f"{kind}{group}/{fact}", "type": ["boolean", "null"]} for fact in facts}
        else:
            done[name] = _with_facts(child, lists)
    return done


def _completed(node: Any, lists: CityLists | None) -> Any:
    """Return a node with its marks replaced: the texts of a record's field, and the parts that are always there."""
    if isinstance(node, list):
        return [_completed(item, lists) for item in node]
    if not isinstance(node, dict):
        return node
    done = {key: _completed(value, lists) for key, value in node.items() if key not in (_FIELD, _OPTIONAL)}
    if isinstance(node.get(_FIELD), str):
        done = {**_of_field(node[_FIELD], "null" in node["type"], lists), **done}
    properties = node.get("properties")
    if node.get("type") in ("object", ["object", "null"]) and isinstance(properties, dict):
        done["required"] = [name for name, child in properties.items() if not child.get(_OPTIONAL)]
    return done


def _of_field(name: str, nullable: bool, lists: CityLists | None) -> dict[str, Any]:
    kind, _, pointer = name.partition("/")
    field = schemas.field(kind, f"/{pointer}", lists)
    found: dict[str, Any] = {"title": field.title, "description": field.description}
    if field.pattern:
        found["pattern"] = field.pattern
    if field.labels:
        found["enum"] = [*field.labels, *([None] if nullable else [])]
    return found
