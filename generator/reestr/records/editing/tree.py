"""The tree of a text's values with their positions: edits cut and insert at these offsets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reestr.records.reader.yaml_events import (
    MAPPING_END,
    MAPPING_START,
    SCALAR,
    SEQUENCE_END,
    SEQUENCE_START,
    YamlEvent,
    stream,
)
from reestr.registry.errors import ReestrError

_LINE = re.compile(r"[^\r\n]*")


class UnusualTextError(ReestrError):
    """The text is written in a way that edits cannot preserve."""


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value in a text: the offsets of its first character and after its last, in characters.

    `anchor` is the offset after the colon of its key or the dash of its item. `flow` says that the value is inside
    brackets or is itself bracketed. `style` is the quote or the sign of a block text, "" for none.
    """

    kind: Literal["mapping", "sequence", "scalar"]
    start: int
    end: int
    anchor: int
    column: int
    flow: bool
    style: str = ""
    entries: tuple[MappingEntry, ...] = ()
    items: tuple[YamlNode, ...] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Return where the items, or the keys with their values, begin and end."""
        if self.kind == "mapping":
            return [(entry.start, max(entry.end, entry.value.end)) for entry in self.entries]
        return [(item.start, item.end) for item in self.items]

    @property
    def in_lines(self) -> bool:
        """Return whether the node is a mapping or list in block style."""
        return self.kind != "scalar" and not self.flow


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """A key of a mapping, where it begins and ends, and its value."""

    key: str
    start: int
    end: int
    value: YamlNode


def tree(text: str) -> YamlNode:
    """Return the tree of a text that the reader accepts.

    Raises UnusualTextError for keys written with a question mark.
    """
    walk = _Walk(text, stream(text.encode("utf-8")))
    walk.next_event()
    walk.next_event()
    return walk.node(walk.next_event(), 0, False)


def end_of_line(text: str, offset: int) -> int:
    """Return the offset of the line break that ends the line of an offset, or the end of the text."""
    found = _LINE.match(text, offset)
    return found.end() if found else len(text)


def start_of_line(text: str, offset: int) -> int:
    """Return the offset of the first character of the line of an offset."""
    return text.rfind("\n", 0, offset) + 1


@dataclass(slots=True)
class _Walk:
    text: str
    next_event: Callable[[], YamlEvent]

    def node(self, event: YamlEvent, anchor: int, inside: bool) -> YamlNode:
        """Return the node that begins with an event; `inside` says that it is between brackets."""
        start, column, kind = event.start_mark.index, event.start_mark.column, type(event)
        if kind is SCALAR:
            return YamlNode("scalar", start, self._end(event, start), anchor, column, inside, event.style or "")
        flow = inside or bool(event.flow_style)
        if kind is MAPPING_START:
            entries, last = self._entries(flow)
            end = last.end_mark.index if flow else max(entries[-1].end, entries[-1].value.end)
            return YamlNode("mapping", start, end, anchor, column, flow, entries=entries)
        if kind is SEQUENCE_START:
            items, last = self._items(start, column, flow)
            end = last.end_mark.index if flow else items[-1].end
            return YamlNode("sequence", start, end, anchor, column, flow, items=items)
        raise UnusualTextError

    def _entries(self, flow: bool) -> tuple[tuple[MappingEntry, ...], YamlEvent]:
        entries = []
        while type(event := self.next_event()) is not MAPPING_END:
            start, end = event.start_mark.index, event.end_mark.index
            colon = self._colon(end, flow)
            value = self.node(self.next_event(), colon, flow)
            if value.start == value.end:
                # libyaml reports an empty value at the place of the next token.
                value = YamlNode("scalar", colon, colon, colon, value.column, flow)
            entries.append(MappingEntry(event.value, start, end, value))
        return tuple(entries), event

    def _colon(self, offset: int, flow: bool) -> int:
        """Return the offset after the colon of a key that ends at `offset`."""
        rest = self.text[offset : end_of_line(self.text, offset)]
        if not rest.lstrip(" ").startswith(":"):
            if flow and not rest.lstrip(" ").startswith(("\r", "\n")):
                return offset
            raise UnusualTextError
        return offset + rest.index(":") + 1

    def _items(self, start: int, column: int, flow: bool) -> tuple[tuple[YamlNode, ...], YamlEvent]:
        items: list[YamlNode] = []
        dash = start
        while type(event := self.next_event()) is not SEQUENCE_END:
            if items and not flow:
                dash = self._dash(items[-1].end, column)
            anchor = event.start_mark.index if flow else dash + 1
            item = self.node(event, anchor, flow)
            if item.start == item.end:
                item = YamlNode("scalar", anchor, anchor, anchor, item.column, flow)
            items.append(item)
        return tuple(items), event

    def _dash(self, offset: int, column: int) -> int:
        """Return the dash of the next item after an offset: the first one below it at the list's column."""
        line = end_of_line(self.text, offset)
        while line < len(self.text):
            begin = self.text.index("\n", line) + 1
            line = end_of_line(self.text, begin)
            margin, rest = self.text[begin : begin + column], self.text[begin + column : line]
            if not margin.strip(" ") and rest.startswith("-"):
                return begin + column
        raise UnusualTextError

    def _end(self, event: YamlEvent, start: int) -> int:
        end = event.end_mark.index
        # The line breaks after a block text belong to the lines below it.
        return len(self.text[:end].rstrip(" \r\n")) if event.style in ("|", ">") else max(end, start)
