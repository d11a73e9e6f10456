"""Finds the line and column of every value of a text, in a second pass that only files with problems need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from reestr.records.json_pointer import FieldPath
from reestr.records.reader.yaml_events import (
    MAPPING_END,
    MAPPING_START,
    MAXIMUM_DEPTH,
    SCALAR,
    SEQUENCE_END,
    SEQUENCE_START,
    Mark,
    YAMLError,
    YamlEvent,
    stream,
)
from reestr.registry.errors import ReestrError


class _UnreadableError(ReestrError):
    """The reader refuses the next event."""


class Position(NamedTuple):
    """Where a value begins, and its key (for an item of a list both are the same); counted from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


# A file with problems is asked many times in a row; a few files are open at once if records refer to each other.
@lru_cache(maxsize=4)
def places(content: bytes) -> Mapping[FieldPath, Position]:
    """Return path -> place for all values of the first document; of equal keys the first counts.

    Stops silently at the point where the text cannot be read further.
    """
    found: dict[FieldPath, Position] = {}
    next_event = stream(content)
    try:
        next_event()
        next_event()
        event = next_event()
        _walk(next_event, event, event.start_mark, (), found)
    except (YAMLError, _UnreadableError):
        pass
    return found


def _walk(
    next_event: Callable[[], YamlEvent], event: YamlEvent, key: Mark, path: FieldPath, found: dict[FieldPath, Position]
) -> None:
    mark = event.start_mark
    found.setdefault(path, Position(mark.line + 1, mark.column + 1, key.line + 1, key.column + 1))
    if type(event) is MAPPING_START:
        _guard(path)
        while type(entry := next_event()) is not MAPPING_END:
            if type(entry) is not SCALAR:
                raise _UnreadableError
            _walk(next_event, next_event(), entry.start_mark, (*path, entry.value), found)
    elif type(event) is SEQUENCE_START:
        _guard(path)
        index = 0
        while type(entry := next_event()) is not SEQUENCE_END:
            _walk(next_event, entry, entry.start_mark, (*path, index), found)
            index += 1


def _guard(path: FieldPath) -> None:
    if len(path) >= MAXIMUM_DEPTH:
        raise _UnreadableError
