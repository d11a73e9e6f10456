"""The typed seam to libyaml: its events, with the attributes this reader looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from yaml import YAMLError, events
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError

__all__ = ["MarkedYAMLError", "YAMLError"]

# Kinds of events, for `type(event) is SCALAR`: the quickest dispatch there is.
ALIAS: type = events.AliasEvent
SCALAR: type = events.ScalarEvent
MAPPING_START: type = events.MappingStartEvent
MAPPING_END: type = events.MappingEndEvent
SEQUENCE_START: type = events.SequenceStartEvent
SEQUENCE_END: type = events.SequenceEndEvent
DOCUMENT_START: type = events.DocumentStartEvent
STREAM_END: type = events.StreamEndEvent

#: libyaml crashes at 30,000 levels and is quadratic in depth: nobody may ask it for an event below this level.
MAXIMUM_DEPTH = 16


class Mark(Protocol):
    """A place as libyaml counts it: from 0, columns and the index in the text in characters."""

    line: int
    column: int
    index: int


class Event(Protocol):
    """Any event; `anchor`, `tag`, `value`, `style`, `flow_style` stand only on the kinds that have them."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str
    flow_style: bool


def stream(content: bytes) -> Callable[[], Event]:
    """The events of a text, one per call; raises YAMLError where it is no YAML."""
    return cast("Callable[[], Event]", CParser(content).get_event)
