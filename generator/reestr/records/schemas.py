"""The JSON schemas of the records: loads them, and derives from them whatever others must know about a field."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reestr.records import kinds

KINDS: tuple[str, ...] = tuple(kinds.KINDS)
COMMON = "common"

_COMMON_FILE = f"{COMMON}.schema.json"
_ANY = "*"

Schema = Mapping[str, Any]
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One named field of a record, as its schema describes it.

    `pointer` is a JSON pointer with `*` for any list item or map key. `required` holds even for a draft and, like the
    other two, speaks of the field's own parent: a required part of an optional group is due once the group is there.
    `required_when_complete` is what a draft may lack; `condition` says in words when either is due ("" = always).
    `internal` fields are not for the public, unless the sibling `public_if` is there. `labels` and `pattern` of a list
    of plain values are those of its items.
    """

    pointer: str
    name: str
    title: str
    description: str
    type: str
    required: bool
    required_when_complete: bool
    condition: str
    internal: bool
    public_if: str | None
    labels: Mapping[str, str]
    examples: tuple[object, ...]
    error: str
    pattern: str | None


@cache
def schema(kind: str) -> Schema:
    """The schema of a kind as it stands in its file (or `COMMON`); shared, not to be changed. Raises KeyError."""
    if kind not in KINDS and kind != COMMON:
        raise KeyError(f"no schema of {kind!r}")
    content: Schema = json.loads((folder() / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return content


def folder() -> Path:
    """Where the schemas lie: inside the package in a wheel, at the root in the repository."""
    packaged = Path(__file__).parent / "schema_files"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "schemas"


def bundled(kind: str) -> dict[str, Any]:
    """The schema of a kind as one document: the common definitions it uses stand in its own `$defs`.

    A fresh copy: the caller may change it.
    """
    return copy.deepcopy(_bundle(kind))


@cache
def fields(kind: str) -> tuple[Field, ...]:
    """Every named field of a kind, nested ones after their parent, in the canonical order of keys."""
    root = _bundle(kind)
    always = _demands({key: value for key, value in root.items() if key != "else"}, root)
    complete = _demands(root.get("else", {}), root)
    marks = dict(internal_paths(kind))
    return tuple(
        _field(path, node, root, (always, complete), marks, internal_record(kind)) for path, node in _nodes(root)
    )


@cache
def internal_paths(kind: str) -> tuple[tuple[Keys, str | None], ...]:
    """The fields not for the public: path (`*` = any item or map key) and the sibling that makes it public, if any.

    A field inside an internal one is not named again.
    """
    found: list[tuple[Keys, str | None]] = []
    for path, node in _nodes(_bundle(kind)):
        if node.get("x-edition") == "internal" and not any(path[: len(outer)] == outer for outer, _ in found):
            found.append((path, node.get("x-public-if")))
    return tuple(found)


def internal_record(kind: str) -> bool:
    """Whether no record of this kind is for the public."""
    return schema(kind).get("x-edition") == "internal"


def may_be_draft(kind: str) -> bool:
    """Whether a record of this kind may be marked as a draft."""
    return "draft" in schema(kind)["properties"]


@cache
def internal_when(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Values of top-level fields that make a whole record internal; empty for most kinds."""
    return {name: tuple(values) for name, values in schema(kind).get("x-internal-when", {}).items()}


def label(kind: str, field: str, value: str) -> str:
    """The Russian label of an enumerated value.

    `field` is a pointer (`/state_mark/status`) or a bare name, which means the first labelled field of that name.
    Raises KeyError for a field without labels or a value not among them.
    """
    return _labels(kind)[field][value]


def title(kind: str, path: Sequence[str | int]) -> str:
    """The Russian title of the field at a path into a record.

    List indexes and map keys keep the title of what holds them; an unknown field has that of its nearest known parent.
    """
    root = _bundle(kind)
    node, found = _resolved(root, root), str(root["title"])
    for part in path:
        if part in node.get("properties", ()):
            node = _resolved(node["properties"][part], root)
            found = node.get("title", found)
        elif (inner := _inner(node, root)) is not None:
            node = inner
        else:
            break
    return found


def field_schema(kind: str, path: Sequence[str | int]) -> Schema:
    """The schema of the value at a path, any index standing for every item. Raises KeyError where there is none."""
    root = _bundle(kind)
    node: Schema = root
    for part in path:
        if part in node.get("properties", ()):
            node = _resolved(node["properties"][part], root)
            continue
        inner = _inner(node, root)
        if inner is None or isinstance(part, int) != (node.get("type") == "array"):
            raise KeyError(f"the schema of {kind!r} has no {path!r}")
        node = inner
    return node


@cache
def _bundle(kind: str) -> dict[str, Any]:
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


def _resolved(node: Schema, root: Schema) -> Schema:
    """The node with what it refers to merged in; its own annotations win."""
    while "$ref" in node:
        target = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _inner(node: Schema, root: Schema) -> Schema | None:
    """The schema of a list's items or of a map's values; None for anything else."""
    inner = node.get("items", node.get("additionalProperties"))
    return _resolved(inner, root) if isinstance(inner, Mapping) else None


def _nodes(root: Schema) -> Iterator[tuple[Keys, Schema]]:
    """Every named field with its resolved schema, parents first."""

    def below(path: Keys, node: Schema) -> Iterator[tuple[Keys, Schema]]:
        for name, raw in node.get("properties", {}).items():
            child = _resolved(raw, root)
            yield (*path, name), child
            yield from below((*path, name), child)
        if (inner := _inner(node, root)) is not None:
            yield from below((*path, _ANY), inner)

    return below((), root)


def _demands(start: Schema, root: Schema) -> Mapping[Keys, tuple[str, ...]]:
    """The fields that must be there, each with the conditions in words under which it must ("" = none)."""
    found: dict[Keys, tuple[str, ...]] = {}

    def visit(path: Keys, raw: object, condition: str) -> None:
        if not isinstance(raw, Mapping):
            return
        node = _resolved(raw, root)
        condition = node.get("x-condition", condition)
        for name in node.get("required", ()):
            found[*path, name] = (*found.get((*path, name), ()), condition)
        for part in (*node.get("allOf", ()), node.get("then"), node.get("else")):
            visit(path, part, condition)
        for name, child in node.get("properties", {}).items():
            visit((*path, name), child, condition)
        visit((*path, _ANY), _inner(node, root), condition)

    visit((), start, "")
    return found


def _field(
    path: Keys,
    node: Schema,
    root: Schema,
    demands: tuple[Mapping[Keys, tuple[str, ...]], Mapping[Keys, tuple[str, ...]]],
    marks: Mapping[Keys, str | None],
    whole_record_internal: bool,
) -> Field:
    always, complete = (found.get(path, ()) for found in demands)
    conditions = dict.fromkeys((*always, *complete))
    mark = next((outer for outer in marks if path[: len(outer)] == outer), None)
    plain = _plain(node, root)
    return Field(
        pointer="".join(f"/{part}" for part in path),
        name=path[-1],
        title=node["title"],
        description=node["description"],
        type=_type_in_words(node, root),
        required="" in always,
        required_when_complete=bool(complete),
        condition="" if "" in conditions else "; ".join(conditions),
        internal=whole_record_internal or mark is not None,
        public_if=None if mark is None else marks[mark],
        labels=plain.get("x-labels", {}),
        examples=tuple(node["examples"]),
        error=node.get("x-error", ""),
        pattern=plain.get("pattern"),
    )


def _plain(node: Schema, root: Schema) -> Schema:
    inner = _inner(node, root) if node.get("type") == "array" else None
    return node if inner is None else inner


def _type_in_words(node: Schema, root: Schema) -> str:
    words: Mapping[str, str] = schema(COMMON)["x-types"]
    if "x-type" in node:
        return str(node["x-type"])
    if "enum" in node:
        return words["enum"]
    inner = _inner(node, root)
    if inner is None:
        return words[node["type"]]
    return words["map"] if node["type"] == "object" else words["array"].format(item=_type_in_words(inner, root))


@cache
def _labels(kind: str) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for field in fields(kind):
        if field.labels:
            found[field.pointer] = field.labels
            found.setdefault(field.name, field.labels)
    return found
