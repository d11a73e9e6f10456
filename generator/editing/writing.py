"""Values as YAML the way a careful person would write them: keys in the schema's order, texts quoted where needed."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generator import record_schemas
from generator.source.scalars import KEYS

INDENT = 2

_WIDTH = 110

# What every YAML reader takes for a text without quotes, in block style and, narrower, between brackets.
_BARE = re.compile(r"[^\W\d_](?:[\w «»№().,;/!?–—…%+=@-]|:(?=[^ ]))*")
_BARE_IN_BRACKETS = re.compile(r"[^\W\d_][\w./-]*")
_NOT_TEXTS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_BARE_KEY = re.compile(r"\w[\w-]*")

Order = Callable[[Sequence[str | int]], Sequence[str]]
"""The keys that the mapping at a path may have, in the order in which they are to stand; empty where none is known."""


def unordered(path: Sequence[str | int]) -> Sequence[str]:
    """No order: new keys come last."""
    return ()


def order_of(kind: str) -> Order:
    """The order of the keys in the schema of a kind of records. Raises KeyError for an unknown kind."""
    root = record_schemas.bundled(kind)

    def order(path: Sequence[str | int]) -> Sequence[str]:
        node: Mapping[str, Any] = root
        for step in path:
            properties = _resolved(node, root).get("properties", {})
            inner = properties.get(step) or _inner(node, root)
            if not isinstance(inner, Mapping):
                return ()
            node = inner
        return tuple(_resolved(node, root).get("properties", ()))

    return order


def record(kind: str, data: Mapping[str, Any]) -> bytes:
    """The file of a record. Raises KeyError for a field that the schema of `kind` does not have."""
    ordered = in_order(data, order_of(kind), strict=True)
    return ("\n".join(_mapping(ordered, 0, flow=False)) + "\n").encode("utf-8")


def in_order(value: Any, order: Order, path: Sequence[str | int] = (), *, strict: bool = False) -> Any:
    """The value with the keys of every mapping in order, unknown ones last; if `strict`, they raise KeyError."""
    if isinstance(value, Mapping):
        known = order(path)
        unknown = [key for key in value if key not in known]
        if strict and known and unknown:
            raise KeyError(f"the schema has no {sorted(unknown)}")
        keys = [*(key for key in known if key in value), *unknown]
        return {key: in_order(value[key], order, (*path, key), strict=strict) for key in keys}
    if isinstance(value, list | tuple):
        return [in_order(item, order, (*path, place), strict=strict) for place, item in enumerate(value)]
    return value


def entry(key: str, value: Any, depth: int) -> list[str]:
    """The lines of a key with its value that stand `depth` columns deep."""
    return list(_mapping({key: value}, depth, flow=False))


def item(value: Any, depth: int) -> list[str]:
    """The lines of an item of a list whose dashes stand `depth` columns deep."""
    return list(_items([value], depth))


def flow_entry(key: str, value: Any) -> str:
    """A key with its value between brackets."""
    return f"{_key(key)}: {flow(value)}"


def flow(value: Any) -> str:
    """A value between brackets, on one line."""
    return _inline(value, _BARE_IN_BRACKETS)


def quoted(text: str, style: str) -> str | None:
    """A text in quotes of one style; None where that style cannot hold it on one line."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False) if style == '"' else None


def _resolved(node: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        node = root["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def _inner(node: Mapping[str, Any], root: Mapping[str, Any]) -> object:
    resolved = _resolved(node, root)
    return resolved.get("items", resolved.get("additionalProperties"))


def _mapping(data: Mapping[str, Any], depth: int, *, flow: bool) -> Iterator[str]:
    """The lines of a mapping; with `flow` each of its values stands on one line between braces."""
    margin = " " * depth
    for key, value in data.items():
        if isinstance(value, Mapping) and value and not flow:
            yield f"{margin}{_key(key)}:"
            yield from _mapping(value, depth + INDENT, flow=key == "weeks")
        elif isinstance(value, list | tuple) and value and not _is_short(value):
            yield f"{margin}{_key(key)}:"
            yield from _items(value, depth + INDENT)
        else:
            yield from _entry(f"{margin}{_key(key)}:", value, depth)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    margin = " " * (depth + INDENT)
    if isinstance(value, str) and "\n" in value and _is_block(value):
        yield f"{head} |-"
        yield from (margin + line if line else "" for line in value.split("\n"))
    elif isinstance(value, str) and len(head) + len(value) >= _WIDTH and (lines := _folded(value, depth)):
        yield f"{head} >-"
        yield from (margin + line for line in lines)
    else:
        yield f"{head} {_inline(value, _BARE)}"


def _is_block(text: str) -> bool:
    """Whether a text of several lines comes back from lines as they are."""
    return text == text.strip() and not any(line and not line.strip() for line in text.split("\n"))


def _folded(text: str, depth: int) -> list[str]:
    """The text in lines that come back as the same text; none where it cannot be broken so."""
    lines = textwrap.wrap(text, _WIDTH - depth, break_long_words=False, break_on_hyphens=False)
    return lines if " ".join(lines) == text else []


def _items(values: Sequence[Any], depth: int) -> Iterator[str]:
    margin = " " * depth
    for value in values:
        if isinstance(value, Mapping) and value:
            first, *others = _mapping(value, depth + INDENT, flow=False)
            yield f"{margin}- {first.lstrip()}"
            yield from others
        else:
            yield f"{margin}- {_inline(value, _BARE)}"


def _is_short(values: Sequence[Any]) -> bool:
    plain = not any(isinstance(value, Mapping | list | tuple) for value in values)
    return plain and len(_inline(values, _BARE)) <= _WIDTH - 20


def _inline(value: Any, bare: re.Pattern[str]) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(flow_entry(key, item) for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, str):
        return _text(value, bare)
    if isinstance(value, float):
        return _number(value)
    return json.dumps(value)


def _number(value: float) -> str:
    """A number without an exponent: the reader takes one for a text. Raises ValueError for what is no number."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number that a record can hold")
    short = repr(value)
    return short if "e" not in short else f"{value:.17f}".rstrip("0")


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) and KEYS[key] else json.dumps(key, ensure_ascii=False)


def _text(value: str, bare: re.Pattern[str]) -> str:
    if bare.fullmatch(value) and value == value.strip() and value.lower() not in _NOT_TEXTS:
        return value
    if '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)
