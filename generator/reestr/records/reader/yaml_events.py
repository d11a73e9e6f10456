"""Typed access to libyaml's events, with the attributes that this reader uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from yaml import YAMLError, events
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError

__all__ = ["MarkedYAMLError", "YAMLError"]

# Kinds of events, for `type(event) is SCALAR`: the fastest dispatch.
ALIAS: type = events.AliasEvent
SCALAR: type = events.ScalarEvent
MAPPING_START: type = events.MappingStartEvent
MAPPING_END: type = events.MappingEndEvent
SEQUENCE_START: type = events.SequenceStartEvent
SEQUENCE_END: type = events.SequenceEndEvent
DOCUMENT_START: type = events.DocumentStartEvent
STREAM_END: type = events.StreamEndEvent

#: libyaml crashes at 30,000 levels and is quadratic in depth: no event below this level is ever requested.
MAXIMUM_DEPTH = 16


class Mark(Protocol):
    """A place as libyaml counts it: from 0; column and index in characters."""

    line: int
    column: int
    index: int


class YamlEvent(Protocol):
    """Any event. `anchor`, `tag`, `value`, `style`, `flow_style` exist only on the kinds that have them."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str
    flow_style: bool


def stream(content: bytes) -> Callable[[], YamlEvent]:
    """Return a function that returns the events of a text, one per call; it raises YAMLError if the
    text is not YAML.
    """
    return cast("Callable[[], YamlEvent]", CParser(content).get_event)
