"""From the data a text holds to the data it should hold: one small change after another, each read again."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reestr import wording
from reestr.records import reader
from reestr.records.diagnostics import Diagnostic
from reestr.records.editing.changing import with_value, without
from reestr.records.editing.splices import Splice, inserted, removed, replaced
from reestr.records.editing.tree import UnusualTextError, YamlNode, tree
from reestr.records.editing.writing import Order, in_order, is_week, order_of, record, unordered
from reestr.records.reader import yaml_events
from reestr.records.reader.yaml_events import YAMLError
from reestr.registry.errors import ReestrError
from reestr.registry.lists import CityLists


class EditRefusedError(ReestrError):
    """The text cannot be edited. The message says why, in Russian; `diagnostics` are the problems of the text."""

    def __init__(self, key: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        self.key = key
        self.diagnostics = tuple(diagnostics)
        super().__init__(wording.text(f"editing.{key}"))


@dataclass(frozen=True, slots=True)
class DataChange:
    """One difference between the data and the wanted data.

    `kind` is "insert" (a key, or an item whose index is the last step of the path), "remove" or "replace".
    """

    kind: str
    path: tuple[str | int, ...]
    value: Any = None


def rewrite(content: bytes, wanted: Mapping[str, Any], order: Order = unordered) -> bytes:
    """Return the file with the data `wanted`, with as few edits as possible; the same bytes if the data are equal.

    `order` places new keys among the existing ones. Raises EditRefusedError if the file has problems, or if the result
    would not read as exactly the wanted data.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    content = content.removeprefix(codecs.BOM_UTF8)
    data = _read(content, "unreadable")
    text = content.decode("utf-8")
    while (change := _first(data, wanted, ())) is not None:
        text, data = changed(text, change, _after(data, change), order)
    return mark + text.encode("utf-8")


def changed(text: str, change: DataChange, expected: Any, order: Order, *, faulty: bool = False) -> tuple[str, Any]:
    """Return the text after a change, and its data, which equal the expected data.

    A `faulty` text may have problems before and after, as long as it has data. Raises EditRefusedError.
    """
    refusal = EditRefusedError("unusual")
    # A value on one line also fits where lines below it would be read as something else.
    for on_one_line in (True, False) if _is_of_map(change.path) else (False, True):
        try:
            result = spliced(text, _splices(text, change, order, on_one_line))
            data = _read(result.encode("utf-8"), "unwritable", faulty=faulty)
        except EditRefusedError as error:
            refusal = error
        except UnicodeEncodeError:
            raise EditRefusedError("unwritable") from None
        except (UnusualTextError, YAMLError, ValueError):
            continue
        else:
            if same_data(data, expected):
                return result, data
    raise refusal


def _read(content: bytes, refusal: str, *, faulty: bool = False) -> dict[str, Any]:
    document, problems = reader.read(content, "")
    if document is None or (problems and not faulty):
        raise EditRefusedError(refusal, problems)
    return document.data


def same_data(one: Any, other: Any) -> bool:
    """Return whether data are equal including types: 1 equals neither 1.0 nor true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _first(old: Any, new: Any, path: tuple[str | int, ...]) -> DataChange | None:
    if same_data(old, new):
        return None
    if isinstance(old, dict) and isinstance(new, Mapping) and old and new:
        return _first_in_mapping(old, new, path)
    if isinstance(old, list) and isinstance(new, list | tuple) and old and new:
        return _first_in_list(old, new, path)
    return DataChange("replace", path, new)


def _first_in_mapping(old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str | int, ...]) -> DataChange | None:
    shared = [key for key in old if key in new]
    if not shared and path:
        return DataChange("replace", path, new)
    for key in shared:
        change = _first(old[key], new[key], (*path, key))
        if change is not None:
            return change
    # Insert before removing: a mapping in block style cannot be empty in between.
    for key, value in new.items():
        if key not in old:
            return DataChange("insert", (*path, key), value)
    return next((DataChange("remove", (*path, key)) for key in old if key not in new), None)


def _first_in_list(old: Sequence[Any], new: Sequence[Any], path: tuple[str | int, ...]) -> DataChange | None:
    shorter = min(len(old), len(new))
    same = next((place for place in range(shorter) if not same_data(old[place], new[place])), shorter)
    tail = next(
        (back for back in range(shorter - same) if not same_data(old[-1 - back], new[-1 - back])), shorter - same
    )
    if len(old) - tail == same:
        return DataChange("insert", (*path, same), new[same])
    if len(new) - tail == same:
        return DataChange("remove", (*path, same))
    return _first(old[same], new[same], (*path, same))


def _after(data: Any, change: DataChange) -> Any:
    if change.kind == "remove":
        return without(data, change.path)
    if change.kind == "insert" and isinstance(change.path[-1], int):
        items = data
        for step in change.path[:-1]:
            items = items[step]
        place = change.path[-1]
        return with_value(data, change.path[:-1], [*items[:place], change.value, *items[place:]])
    return with_value(data, change.path, change.value)


def _splices(text: str, change: DataChange, order: Order, on_one_line: bool) -> list[Splice]:
    value = in_order(change.value, order, change.path)
    if not change.path:
        # A record without any data is not a record.
        raise UnusualTextError
    line_break = "\r\n" if "\r\n" in text else "\n"
    parent, last = node_at(tree(text), change.path[:-1]), change.path[-1]
    if change.kind == "insert":
        if isinstance(last, int):
            place = last
        elif _is_of_map(change.path):
            place = sum(entry.key < last for entry in parent.entries)
        else:
            place = _place(parent, last, order(change.path[:-1]))
        return inserted(text, parent, place, last, value, line_break, on_one_line=on_one_line)
    place = last if isinstance(last, int) else [entry.key for entry in parent.entries].index(last)
    if change.kind == "remove":
        return removed(text, parent, place)
    return replaced(text, parent, place, value, line_break, on_one_line=on_one_line)


def node_at(node: YamlNode, path: Sequence[str | int]) -> YamlNode:
    """Return the node at a path below another node."""
    for step in path:
        if isinstance(step, int):
            node = node.items[step]
        else:
            node = next(entry.value for entry in node.entries if entry.key == step)
    return node


def _is_of_map(path: Sequence[str | int]) -> bool:
    """Return whether the mapping holds weekly counts: weeks are sorted and each is written on one line, as `record`
    does.
    """
    return len(path) == 2 and path[0] == "weeks" and isinstance(path[1], str)


def _place(mapping: YamlNode, key: str, order: Sequence[str]) -> int:
    """Return the index for a new key: after the last existing key that precedes it in the order; weeks sort by time."""
    if is_week(key) and key not in order:
        return sum(entry.key < key for entry in mapping.entries)
    ranks = {name: rank for rank, name in enumerate(order)}
    own = ranks.get(key, len(ranks))
    before = [
        (ranks[entry.key], place) for place, entry in enumerate(mapping.entries) if ranks.get(entry.key, own) < own
    ]
    if before:
        return max(before)[1] + 1
    return 0 if key in ranks else len(mapping.entries)


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """Return the text with several pieces replaced; pieces at the same place follow each other in the given order."""
    done, pieces = 0, []
    for splice in sorted(splices, key=lambda item: item.start):
        if splice.start < done:
            raise UnusualTextError
        pieces += [text[done : splice.start], splice.text]
        done = splice.end
    return "".join([*pieces, text[done:]])


def restored(kind: str, before: bytes | None, after: bytes, lists: CityLists | None = None) -> bytes:
    """Return the data of `after` in the text of `before`, or in canonical form if there was no file.

    If `after` has comments, it is returned unchanged: it was written by hand, perhaps with meaning beyond the data.
    Raises EditRefusedError if either file has problems, or if the data cannot be written so.
    """
    document, problems = reader.read(after, "")
    if document is None or problems:
        raise EditRefusedError("unreadable", problems)
    if has_comments(after):
        return after
    if before is None:
        try:
            return record(kind, document.data, lists)
        except (KeyError, ValueError):
            raise EditRefusedError("unwritable") from None
    old, problems = reader.read(before, "")
    if old is None or problems:
        raise EditRefusedError("unreadable", problems)
    return rewrite(before, _as_written(old.data, document.data), order_of(kind, lists))


def has_comments(content: bytes) -> bool:
    """Return whether a readable file has a comment anywhere."""
    text = content.decode("utf-8-sig")
    done, between = 0, []
    next_event = yaml_events.stream(text.encode("utf-8"))
    while type(event := next_event()) is not yaml_events.STREAM_END:
        if type(event) is yaml_events.SCALAR:
            start, end = event.start_mark.index, event.end_mark.index
            between.append(text[done:start])
            if event.style in ("|", ">"):
                # The comment of a block text stands beside its sign.
                between.append(text[start:].partition("\n")[0])
            done = end
    return "#" in "".join([*between, text[done:]])


def _as_written(old: Any, new: Any) -> Any:
    """Return the new data with the former number types: a program with only one number type writes `75.0` as `75`."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {key: _as_written(old.get(key), value) for key, value in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        return [_as_written(old[place] if place < len(old) else None, value) for place, value in enumerate(new)]
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (old, new))
    return old if numbers and old == new else new
