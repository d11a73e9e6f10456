"""Data with one thing changed, the rest shared: what an edit should come to, said before the text is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Path = Sequence[str | int]


def with_value(data: Any, path: Path, value: Any) -> Any:
    """The data with `value` at a path: set where there is one, added where only its parent is. Raises KeyError or
    IndexError where there is no parent."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, Mapping):
        inner = data.get(str(step)) if not rest else data[str(step)]
        return {**data, str(step): with_value(inner, rest, value)}
    items = list(data)
    items[int(step)] = with_value(items[int(step)], rest, value)
    return items


def with_item(data: Any, path: Path, item: Any) -> Any:
    """The data with one more item at the end of the list at a path; a list that is not there yet begins with it."""
    return with_value(data, path, [*(_value(data, path) or ()), item])


def without(data: Any, path: Path) -> Any:
    """The data without the key or item at a path. Raises KeyError or IndexError where there is none."""
    parent, last = _value(data, path[:-1]), path[-1]
    if isinstance(parent, Mapping):
        # Asked for first: a key that is not there is a mistake of the caller's.
        assert parent[str(last)] is not parent
        rest: Any = {key: value for key, value in parent.items() if key != last}
    else:
        rest = [item for place, item in enumerate(parent) if place != range(len(parent))[int(last)]]
    return with_value(data, path[:-1], rest)


def _value(data: Any, path: Path) -> Any:
    for place, step in enumerate(path):
        if isinstance(data, Mapping):
            data = data.get(str(step)) if place == len(path) - 1 else data[str(step)]
        else:
            data = data[int(step)]
    return data
