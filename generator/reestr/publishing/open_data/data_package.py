"""Describes the open data as a Data Package 2.0 (datapackage.org): its files, and the columns of its tables.

The columns take their types and texts from the description of the responses (`openapi.yaml`), which takes them from the
schemas of the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reestr import wording
from reestr.publishing.open_data.changes import CHANGE_COLUMNS
from reestr.publishing.open_data.json_file import FOLDER, encode
from reestr.publishing.open_data.openapi import (
    CSV,
    JSON,
    column_descriptions,
    components,
    described_files,
    is_served,
)
from reestr.publishing.open_data.other_fields import other_columns
from reestr.publishing.open_data.tables import (
    ACCOUNT_COLUMNS,
    EXEMPTION_COLUMNS,
    FAKE_COLUMNS,
    FINDING_COLUMNS,
    ORGANIZATION_COLUMNS,
    REQUIREMENT_COLUMNS,
    SPHERE_COLUMNS,
    WEEK_COLUMNS,
    activity_columns,
    activity_machine_columns,
    column_name,
    count_formats,
)
from reestr.publishing.view import File, View
from reestr.records import schemas
from reestr.registry.lists import CityLists
from reestr.wording.general_words import in_city_words

NAME = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_REFERENCE = "#/components/schemas/"

Node = Mapping[str, Any]

_RECORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "organization": ORGANIZATION_COLUMNS,
        "account": ACCOUNT_COLUMNS,
        "fake": FAKE_COLUMNS,
        "requirement": REQUIREMENT_COLUMNS,
    }
)
_OTHERS: Mapping[str, tuple[str, Callable[[CityLists], tuple[str, ...]]]] = MappingProxyType(
    {
        "exemptions": ("Exemption", lambda lists: EXEMPTION_COLUMNS),
        "findings": ("Finding", lambda lists: FINDING_COLUMNS),
        "weeks": ("Requirement", lambda lists: WEEK_COLUMNS),
        "spheres": ("Organization", lambda lists: SPHERE_COLUMNS),
        "activity": ("Week", activity_columns),
        "activity-machine": ("MachineWeek", activity_machine_columns),
        "changes": ("Change", lambda lists: CHANGE_COLUMNS),
    }
)
_KEYS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "organizations": ("id",),
        "accounts": ("id",),
        "fakes": ("id",),
        "requirements": ("id",),
        "activity": ("account", "week"),
        "activity-machine": ("account", "week"),
    }
)
"""The columns by which a row is found, of tables that have such."""


def package_file(view: View) -> Iterator[File]:
    """Yield `datapackage.json`. It names no day, so that it changes only with the files it describes."""
    city, url = view.registry.city, view.site.url
    package: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": f"reestr-{city.municipality.oktmo or view.registry.act.id}",
        "title": view.site.name,
        "description": wording.text("interface.data-package.about", words=view.registry.words),
        "contributors": [{"title": city.city_hall.name, "roles": ["publisher"]}],
        "resources": list(_resources(view)),
    }
    if url:
        package["homepage"] = url
    if city.licence is not None:
        licence = {"title": city.licence.name, "path": city.licence.url}
        package["licenses"] = [licence if city.licence.spdx is None else {"name": city.licence.spdx, **licence}]
    yield File(FOLDER + NAME, encode(package) + b"\n")


def table_fields(view: View, table: str) -> list[dict[str, Any]]:
    """Return the fields of a table's schema in the order of its columns; `table` is the file's name without its ending.

    Raises KeyError for an unknown table or a column that nothing describes.
    """
    kind = table.removesuffix("s")
    if kind in _RECORDS:
        columns = other_columns(kind, _RECORDS[kind], internal=view.internal)
        component = kind.capitalize()
    else:
        component, named = _OTHERS[table]
        columns = named(view.registry.city.lists)
    return [_field(table, component, column, view) for column in columns]


def _resources(view: View) -> Iterator[dict[str, Any]]:
    for path, media_type, title in described_files():
        name = path.removeprefix(FOLDER)
        if "{" in path or name in (path, NAME) or not is_served(view, path) or media_type not in (CSV, JSON):
            continue
        stem, _, ending = name.rpartition(".")
        resource: dict[str, Any] = {
            "name": f"{stem}-{ending}",
            "path": name,
            "title": in_city_words(title, view.registry.words),
            "format": ending,
            "mediatype": media_type,
            "encoding": "utf-8",
        }
        if media_type == CSV:
            schema: dict[str, Any] = {"fields": table_fields(view, stem), "missingValues": [""]}
            if stem in _KEYS:
                schema["primaryKey"] = list(_KEYS[stem])
            resource |= {"type": "table", "schema": schema}
        yield resource


def _field(table: str, component: str, column: str, view: View) -> dict[str, Any]:
    node = _described(table, component, column, view.registry.city.lists)
    # Table Schema knows no numbers with a null; an empty cell is what is unknown.
    kinds = node.get("type", "string")
    kind = next((item for item in kinds if item != "null"), "string") if isinstance(kinds, list) else kinds
    if kind not in ("boolean", "integer", "number", "string"):
        # Lists and groups stand in one cell.
        kind, node = "string", {key: value for key, value in node.items() if key in ("title", "description")}
    elif node.get("format") == "date":
        kind = "date"
    elif node.get("format") == "date-time":
        kind = "datetime"
    found = {"name": column_name(column), "type": kind}
    for key in ("title", "description"):
        if node.get(key):
            found[key] = in_city_words(str(node[key]), view.registry.words)
    base, sign, _ = column.rpartition("_label")
    if sign and "title" not in found and "description" not in found:
        found["description"] = wording.text("interface.data-package.label", column=column_name(base))
    return found


def _described(table: str, component: str, column: str, lists: CityLists) -> Node:
    own = column_descriptions(table)
    if column in own:
        return _resolved(own[column], lists)
    if table in ("activity", "activity-machine"):
        if column.startswith("machine."):
            component, column = "MachineWeek", column.removeprefix("machine.")
        group, _, ground = column.partition(".")
        if group == "removed":
            return {"type": "integer", "title": schemas.field("activity", f"/weeks/*/removed/{ground}", lists).title}
        if column in count_formats(lists):
            return {"type": "integer", "title": schemas.label("plan", "/entries/*/format", column, lists)}
    node: Node = components(lists)[component]
    for key in column.split("."):
        node = _resolved(node, lists)["properties"][key]
    return _resolved(node, lists)


def _resolved(node: Node, lists: CityLists) -> Node:
    """Return a node with the one it refers to, whose texts give way to its own."""
    while "$ref" in node:
        there = components(lists)[str(node["$ref"]).removeprefix(_REFERENCE)]
        node = {**there, **{key: value for key, value in node.items() if key != "$ref"}}
    return node
