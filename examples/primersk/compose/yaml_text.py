"""Writes a record the way a careful person would: keys in the order of the schema, texts quoted only where needed."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import record_schemas

_WIDTH = 110
_INDENT = 2

# What every YAML reader takes for a text without quotes, in block style and, narrower, between brackets.
_BARE = re.compile(r"[^\W\d_](?:[\w «»№().,;/!?–—…%+=@-]|:(?=[^ ]))*")
_BARE_IN_BRACKETS = re.compile(r"[^\W\d_][\w./-]*")
_NOT_TEXTS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def record(kind: str, data: Mapping[str, Any]) -> bytes:
    """The file of a record. Raises KeyError for a field that the schema of `kind` does not have."""
    root = record_schemas.bundled(kind)
    return ("\n".join(_mapping(_ordered(data, root, root), 0, flow=False)) + "\n").encode("utf-8")


def _ordered(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:
    """The value with the keys of every mapping in the order of its schema's properties."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, Mapping):
        properties: Mapping[str, Any] = schema.get("properties", {})
        more = schema.get("additionalProperties")
        if isinstance(more, Mapping):
            return {key: _ordered(item, more, root) for key, item in value.items()}
        unknown = set(value) - set(properties)
        if unknown:
            raise KeyError(f"the schema has no {sorted(unknown)}")
        return {key: _ordered(value[key], inner, root) for key, inner in properties.items() if key in value}
    if isinstance(value, list | tuple):
        return [_ordered(item, schema["items"], root) for item in value]
    return value


def _mapping(data: Mapping[str, Any], depth: int, *, flow: bool) -> Iterator[str]:
    """The lines of a mapping; with `flow` each of its values stands on one line between braces."""
    margin = " " * depth
    for key, value in data.items():
        if isinstance(value, Mapping) and value and not flow:
            yield f"{margin}{key}:"
            yield from _mapping(value, depth + _INDENT, flow=key == "weeks")
        elif isinstance(value, list) and value and not _is_short(value):
            yield f"{margin}{key}:"
            yield from _items(value, depth + _INDENT)
        else:
            yield from _entry(f"{margin}{key}:", value, depth)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str) and "\n" in value:
        yield f"{head} |-"
        yield from (" " * (depth + _INDENT) + line if line else "" for line in value.split("\n"))
    elif isinstance(value, str) and len(head) + len(value) >= _WIDTH and "  " not in value:
        yield f"{head} >-"
        lines = textwrap.wrap(value, _WIDTH - depth, break_long_words=False, break_on_hyphens=False)
        yield from (" " * (depth + _INDENT) + line for line in lines)
    else:
        yield f"{head} {_inline(value, _BARE)}"


def _items(values: Sequence[Any], depth: int) -> Iterator[str]:
    margin = " " * depth
    for value in values:
        if isinstance(value, Mapping):
            first, *others = _mapping(value, depth + _INDENT, flow=False)
            yield f"{margin}- {first.lstrip()}"
            yield from others
        else:
            yield f"{margin}- {_inline(value, _BARE)}"


def _is_short(values: Sequence[Any]) -> bool:
    plain = not any(isinstance(value, Mapping | list) for value in values)
    return plain and len(_inline(values, _BARE)) <= _WIDTH - 20


def _inline(value: Any, bare: re.Pattern[str]) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_inline(item, _BARE_IN_BRACKETS)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item, _BARE_IN_BRACKETS) for item in value) + "]"
    if isinstance(value, str):
        return _text(value, bare)
    return json.dumps(value)


def _text(value: str, bare: re.Pattern[str]) -> str:
    if bare.fullmatch(value) and value.lower() not in _NOT_TEXTS:
        return value
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)
