"""Writes values as YAML: keys in the schema's order, texts quoted if needed, flow style for short values."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from reestr.records import schemas
from reestr.records.editing.finding_remarks import NO_REMARKS, Remarks
from reestr.records.json_pointer import FieldPath
from reestr.records.reader.scalars import KEYS
from reestr.registry.lists import CityLists

INDENT = 2

_WIDTH = 110

# Texts that every YAML reader takes as plain text, in block style and, more narrowly, between brackets.
_BARE = re.compile(r"[^\W\d_](?:[\w «»№().,;/!?–—…%+=@-]|:(?=[^ ]))*")
_BARE_IN_BRACKETS = re.compile(r"[^\W\d_][\w./-]*")
_NOT_TEXTS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
# The schemas have a field named `on`: never quoted, so that its spelling is the same everywhere.
_NOT_KEYS = _NOT_TEXTS - {"on"}
_BARE_KEY = re.compile(r"[^\W\d][\w-]*")
_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}")
# Patterns and templates: single quotes need no escapes.
_SIGNS = re.compile(r"[\"\\{}\[\]$]")

Order = Callable[[Sequence[str | int]], Sequence[str]]
"""Returns the keys that the mapping at a path may have, in their order; empty if none are known."""


def unordered(path: Sequence[str | int]) -> Sequence[str]:
    """No order: new keys come last."""
    return ()


def is_week(key: str) -> bool:
    """Return whether a key is a week, whose counts are written on one line."""
    return _WEEK.fullmatch(key) is not None


def order_of(kind: str, lists: CityLists | None = None) -> Order:
    """Return the key order of the schema of a kind with the lists of a city. Raises KeyError for an unknown kind."""
    schemas.schema(kind)
    return partial(schemas.key_order, kind, lists=lists)


def record(kind: str, data: Mapping[str, Any], lists: CityLists | None = None) -> bytes:
    """Return the file of a record. Raises KeyError for a field that the schema of `kind` does not have."""
    return written(in_order(data, order_of(kind, lists), strict=True))


def written(data: Mapping[str, Any], remarks: Remarks = NO_REMARKS) -> bytes:
    """Return the file with these data in this order and with these comments."""
    lines = _mapping(data, 0, (), remarks)
    return ("\n".join((*_header(remarks), *lines)).rstrip("\n") + "\n").encode("utf-8")


def in_order(value: Any, order: Order, path: FieldPath = (), *, strict: bool = False) -> Any:
    """Return the value with the keys of every mapping in order, unknown ones last; with `strict` they
    raise KeyError.
    """
    if isinstance(value, Mapping):
        known = order(path)
        unknown = [key for key in value if key not in known]
        if unknown and all(is_week(key) for key in unknown):
            # Weeks are in chronological order, independent of the order in which they were added.
            unknown.sort()
        if strict and known and unknown:
            raise KeyError(f"the schema has no {sorted(unknown)}")
        keys = [*(key for key in known if key in value), *unknown]
        return {key: in_order(value[key], order, (*path, key), strict=strict) for key in keys}
    if isinstance(value, list | tuple):
        return [in_order(item, order, (*path, place), strict=strict) for place, item in enumerate(value)]
    return value


def entry(key: str, value: Any, depth: int) -> list[str]:
    """Return the lines of a key with its value, indented by `depth` columns."""
    return list(_mapping({key: value}, depth, (), NO_REMARKS))


def item(value: Any, depth: int) -> list[str]:
    """Return the lines of an item of a list whose dashes are indented by `depth` columns."""
    return list(_items([value], depth, (), NO_REMARKS))


def flow_entry(key: str, value: Any) -> str:
    """Return a key with its value in flow style."""
    return f"{key_text(key)}: {flow(value)}"


def key_text(key: str) -> str:
    """Return a key as it is written, without its colon."""
    bare = _BARE_KEY.fullmatch(key) and KEYS[key] and key.lower() not in _NOT_KEYS
    return key if bare or is_week(key) else json.dumps(key, ensure_ascii=False)


def flow(value: Any) -> str:
    """Return a value in flow style, on one line."""
    return _inline(value, _BARE_IN_BRACKETS)


def quoted(text: str, style: str) -> str | None:
    """Return a text in quotes of one style; None if that style cannot hold it on one line."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False) if style == '"' else None


def _mapping(
    data: Mapping[str, Any], depth: int, path: FieldPath, remarks: Remarks, *, behind_dash: bool = False
) -> Iterator[str]:
    """Yield the lines of a mapping. With `behind_dash`, the remarks above its first key were written above the dash."""
    margin = " " * depth
    for place, (key, value) in enumerate(data.items()):
        here = (*path, key)
        if place or not behind_dash:
            yield from _above(remarks.at(here).above, depth, first=not place)
        yield from _value(f"{margin}{key_text(key)}:", value, depth, here, remarks, short=is_week(key))
    yield from _above(remarks.at(path).below, depth)


def _items(values: Sequence[Any], depth: int, path: FieldPath, remarks: Remarks) -> Iterator[str]:
    margin = " " * depth
    for place, value in enumerate(values):
        here = (*path, place)
        remark = remarks.at(here)
        if isinstance(value, Mapping) and value:
            # Nothing can stand between the dash and the first key: the remark goes above both.
            beside = (remark.beside,) if remark.beside else ()
            above = (*remark.above, *beside, *remarks.at((*here, next(iter(value)))).above)
            yield from _above(above, depth, first=not place)
            first, *others = _mapping(value, depth + INDENT, here, remarks, behind_dash=True)
            yield f"{margin}- {first.lstrip()}"
            yield from others
        else:
            yield from _above(remark.above, depth, first=not place)
            yield from _value(f"{margin}-", value, depth, here, remarks)
    yield from _above(remarks.at(path).below, depth)


def _value(
    head: str, value: Any, depth: int, path: FieldPath, remarks: Remarks, *, short: bool = False
) -> Iterator[str]:
    """Yield the lines of a key or dash with its value.

    A mapping is written in flow style if it is `short` and fits on the line; a list of plain values whenever it fits;
    values with remarks inside always in block style.
    """
    beside = f" {remark}" if (remark := remarks.at(path).beside) else ""
    in_lines = remarks.inside(path)
    if isinstance(value, Mapping) and value and (in_lines or not short or len(head) + len(flow(value)) >= _WIDTH):
        yield head + beside
        yield from _mapping(value, depth + INDENT, path, remarks)
    elif isinstance(value, list | tuple) and value and (in_lines or not _is_short(value)):
        yield head + beside
        yield from _items(value, depth + INDENT, path, remarks)
    else:
        yield from _scalar(head, value, depth, remarks.at(path).lines, beside)


def _scalar(head: str, value: Any, depth: int, as_written: Sequence[str], beside: str) -> Iterator[str]:
    margin = " " * (depth + INDENT)
    lines: Sequence[str] = as_written
    if not lines and isinstance(value, str):
        if "\n" in value and _is_block(value):
            lines = ("|" if value.endswith("\n") else "|-", *value.removesuffix("\n").split("\n"))
        elif len(head) + len(value) >= _WIDTH and (folded := _folded(value, depth)):
            lines = (">-", *folded)
    if lines:
        yield f"{head} {lines[0]}{beside}"
        yield from (margin + line if line else "" for line in lines[1:])
    else:
        yield f"{head} {_inline(value, _BARE)}{beside}"


def _header(remarks: Remarks) -> Iterator[str]:
    """Yield the remarks at the top of the file, followed by a blank line."""
    return _above(remarks.at(()).above, 0, first=True)


def _above(lines: Sequence[str], depth: int, *, first: bool = False) -> Iterator[str]:
    """Yield comments and blank lines: no two blank lines in a row, none as the `first` line of a block."""
    blank = first
    for line in lines:
        if line or not blank:
            yield " " * depth + line if line else ""
        blank = not line


def _is_block(text: str) -> bool:
    """Return whether a text of several lines can be read back unchanged from block style."""
    body = text.removesuffix("\n")
    return body == body.strip() and not any(line and not line.strip() for line in body.split("\n"))


def _folded(text: str, depth: int) -> list[str]:
    """Return the text in lines that read back as the same text; none if it cannot be folded."""
    lines = textwrap.wrap(text, _WIDTH - depth, break_long_words=False, break_on_hyphens=False)
    return lines if " " in text and " ".join(lines) == text else []


def _is_short(values: Sequence[Any]) -> bool:
    """Return whether a list fits on a line and is readable there; addresses are not, since each would need quotes."""
    plain = not any(isinstance(value, Mapping | list | tuple) or "://" in str(value) for value in values)
    return plain and len(_inline(values, _BARE)) <= _WIDTH - 20


def _inline(value: Any, bare: re.Pattern[str]) -> str:
    """Return a value on one line."""
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
    """Return a number without an exponent, which the reader would take for text. Raises ValueError for no number."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no number that a record can hold")
    short = repr(value)
    if "e" not in short:
        return short
    plain = format(Decimal(short), "f")
    return plain if "." in plain else f"{plain}.0"


def _text(value: str, bare: re.Pattern[str]) -> str:
    if bare.fullmatch(value) and value == value.strip() and value.lower() not in _NOT_TEXTS:
        return value
    if _SIGNS.search(value) and "'" not in value and value.isprintable():
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)
