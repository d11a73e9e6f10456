"""Applies certain fixes to a record's text, one after another; each result is read again as proof."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reestr.records import reader
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing.changing import with_value, without
from reestr.records.editing.rewriting import DataChange, EditRefusedError, changed, node_at, same_data, spliced
from reestr.records.editing.splices import Splice
from reestr.records.editing.tree import UnusualTextError, tree
from reestr.records.editing.writing import Order, key_text, unordered
from reestr.records.reader.yaml_events import YAMLError
from reestr.records.validation import former_checks

# What the reader substitutes for a refused character.
_STAND_IN = "\N{REPLACEMENT CHARACTER}"
_UNUSUAL = (UnusualTextError, YAMLError, ValueError, LookupError, TypeError, StopIteration)
_ORDER = {"characters": 0, "set": 1, "rename": 2, "carry": 2, "remove": 3}


class Edit(NamedTuple):
    """A replacement in a text, from one line and column up to another, counted from 1."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def fixed(content: bytes, diagnostics: Sequence[Diagnostic], order: Order = unordered) -> bytes:
    """Return the file with every fix of these diagnostics applied; `order` places a key that the file lacks.

    Raises EditRefusedError if the result would not read as exactly the data with these changes, or if the file cannot
    be read at all.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    content = content.removeprefix(codecs.BOM_UTF8)
    data = _read(content)
    text = content.decode("utf-8")
    for diagnostic in sorted(diagnostics, key=_rank):
        if diagnostic.fix is not None:
            text, data = _fixed(text, data, diagnostic, order)
    return mark + text.encode("utf-8")


def carried_over(content: bytes) -> bytes:
    """Return a requirement of before rules had arguments as it is written now; any other content as it is.

    A check that the table of checks does not know stays the name of a rule, which nothing is judged by.
    """
    if b"check:" not in content:
        return content
    document, problems = reader.read(content, "")
    if document is None or problems or not isinstance(check := document.data.get("check"), str):
        return content
    fields = former_checks.words("requirement", ("check",), document.data) or {"rule": {"name": check}}
    try:
        return _carried(content.decode("utf-8"), document.data, ("check",), fields)[0].encode("utf-8")
    except (EditRefusedError, *_UNUSUAL):
        return content


def edit(content: bytes, diagnostic: Diagnostic) -> Edit | None:
    """Return the edit for the fix of one diagnostic; None if there is no fix or the edit is refused."""
    if diagnostic.fix is None:
        return None
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        before, after = content.decode("utf-8"), fixed(content, (diagnostic,)).decode("utf-8")
    except (EditRefusedError, UnicodeDecodeError):
        return None
    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    room = shorter - start
    tail = next((back for back in range(room) if before[-1 - back] != after[-1 - back]), room)
    end = len(before) - tail
    return Edit(*_place(before, start), *_place(before, end), after[start : len(after) - tail])


def _rank(diagnostic: Diagnostic) -> tuple[int, int]:
    """Sort key: characters first, while places are still valid; list items from the last, for the same reason."""
    fix = diagnostic.fix
    last = fix.path[-1] if fix is not None and fix.path else ""
    return _ORDER[fix.action] if fix is not None else 0, -last if isinstance(last, int) else 0


def _fixed(text: str, data: Any, diagnostic: Diagnostic, order: Order) -> tuple[str, Any]:
    fix = diagnostic.fix
    assert fix is not None
    try:
        if fix.action == "characters":
            return _with_characters(text, data, diagnostic)
        if fix.action == "rename":
            return _renamed(text, data, fix.path, str(fix.value))
        if fix.action == "carry":
            return _carried(text, data, fix.path, fix.value)
        if fix.action == "remove":
            change, wanted = DataChange("remove", fix.path), without(data, fix.path)
        else:
            kind = "insert" if _is_new(data, fix.path) else "replace"
            change, wanted = DataChange(kind, fix.path, fix.value), with_value(data, fix.path, fix.value)
        return changed(text, change, wanted, order, faulty=True)
    except _UNUSUAL:
        raise EditRefusedError("unusual") from None


def _is_new(data: Any, path: Sequence[str | int]) -> bool:
    """Return whether the last step of a path is a key that its mapping does not have."""
    for step in path[:-1]:
        data = data[step]
    return isinstance(data, Mapping) and path[-1] not in data


def _with_characters(text: str, data: Any, diagnostic: Diagnostic) -> tuple[str, Any]:
    assert diagnostic.fix is not None
    lines = text.split("\n")
    line, place = lines[diagnostic.location.line - 1], diagnostic.location.column - 1
    lines[diagnostic.location.line - 1] = line[:place] + line[place:].replace(line[place], diagnostic.fix.value)
    result = "\n".join(lines)
    after = _read(result.encode("utf-8"))
    if not same_data(_without_stand_ins(after), _without_stand_ins(data)):
        raise EditRefusedError("unusual")
    return result, after


def _renamed(text: str, data: Any, path: Sequence[str | int], name: str) -> tuple[str, Any]:
    parent = data
    for step in path[:-1]:
        parent = parent[step]
    wanted = with_value(data, path[:-1], {name if key == path[-1] else key: item for key, item in parent.items()})
    entry = next(entry for entry in node_at(tree(text), path[:-1]).entries if entry.key == path[-1])
    result = spliced(text, (Splice(entry.start, entry.end, key_text(name)),))
    after = _read(result.encode("utf-8"))
    if name in parent or not same_data(after, wanted):
        raise EditRefusedError("unusual")
    return result, after


def _carried(text: str, data: Any, path: Sequence[str | int], fields: Mapping[str, Any]) -> tuple[str, Any]:
    """Put the fields in the place of the key: the first one gets its line, the others follow."""
    first, *others = fields
    text, data = _renamed(text, data, path, first)
    place = (*path[:-1], first)
    change = DataChange("replace", place, fields[first])
    text, data = changed(text, change, with_value(data, place, fields[first]), unordered, faulty=True)
    before = first
    for name in others:
        place = (*path[:-1], name)
        wanted = with_value(data, place, fields[name])
        text, data = changed(text, DataChange("insert", place, fields[name]), wanted, _after(before, name), faulty=True)
        before = name
    return text, data


def _after(before: str, name: str) -> Order:
    """Return an order in which a new key follows another."""
    return lambda path: (before, name)


def _read(content: bytes) -> Any:
    document, problems = reader.read(content, "")
    if document is None:
        raise EditRefusedError("unreadable", problems)
    return document.data


def _without_stand_ins(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key.replace(_STAND_IN, ""): _without_stand_ins(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_stand_ins(item) for item in value]
    return value.replace(_STAND_IN, "") if isinstance(value, str) else value


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
