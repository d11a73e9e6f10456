"""Restores comments after a program saved a record without them: the former text with the new data in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reestr.records import reader
from reestr.records.editing.rewriting import EditRefusedError, rewrite
from reestr.records.editing.writing import order_of, record
from reestr.records.reader import yaml_events


def restored(kind: str, before: bytes | None, after: bytes) -> bytes:
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
            return record(kind, document.data)
        except (KeyError, ValueError):
            raise EditRefusedError("unwritable") from None
    old, problems = reader.read(before, "")
    if old is None or problems:
        raise EditRefusedError("unreadable", problems)
    return rewrite(before, _as_written(old.data, document.data), order_of(kind))


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
