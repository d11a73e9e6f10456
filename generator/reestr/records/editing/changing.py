"""Copies of record data with one change; the rest is shared.

They describe the goal of an edit before the text is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reestr.records.json_pointer import AnyPath


def with_value(data: Any, path: AnyPath, value: Any) -> Any:
    """Return the data with `value` at a path: replaced if the path exists, added if only its parent exists.

    Raises KeyError or IndexError if the parent does not exist.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, Mapping):
        inner = data.get(str(step)) if not rest else data[str(step)]
        return {**data, str(step): with_value(inner, rest, value)}
    items = list(data)
    items[int(step)] = with_value(items[int(step)], rest, value)
    return items


def with_item(data: Any, path: AnyPath, item: Any) -> Any:
    """Return the data with one more item at the end of the list at a path; the list is created if it is missing."""
    return with_value(data, path, [*(_value(data, path) or ()), item])


def value_at(data: Any, path: AnyPath) -> Any:
    """Return the value at a path, None if there is none."""
    for step in path:
        if isinstance(data, Mapping):
            data = data.get(str(step))
        elif isinstance(data, list | tuple) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def with_parents(data: Any, path: AnyPath, value: Any) -> Any:
    """Return the data with `value` at a path; missing groups and lists on the way are created.

    Raises IndexError for an item that is neither in the list nor the next one.
    """
    for length in range(1, len(path)):
        if value_at(data, path[:length]) is None:
            empty: Any = [] if isinstance(path[length], int) else {}
            data = _grown(data, path[:length], empty)
    return _grown(data, path, value)


def _grown(data: Any, path: AnyPath, value: Any) -> Any:
    parent = value_at(data, path[:-1])
    if isinstance(parent, list) and path[-1] == len(parent):
        return with_item(data, path[:-1], value)
    return with_value(data, path, value)


def without(data: Any, path: AnyPath) -> Any:
    """Return the data without the key or item at a path. Raises KeyError or IndexError if it does not exist."""
    parent, last = _value(data, path[:-1]), path[-1]
    if isinstance(parent, Mapping):
        # Look it up first: a missing key is the caller's mistake.
        assert parent[str(last)] is not parent
        rest: Any = {key: value for key, value in parent.items() if key != last}
    else:
        rest = [item for place, item in enumerate(parent) if place != range(len(parent))[int(last)]]
    return with_value(data, path[:-1], rest)


def _value(data: Any, path: AnyPath) -> Any:
    for place, step in enumerate(path):
        if isinstance(data, Mapping):
            data = data.get(str(step)) if place == len(path) - 1 else data[str(step)]
        else:
            data = data[int(step)]
    return data
