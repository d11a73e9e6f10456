"""Text replacements for one change of one value, in block style (line by line) or in flow style (between brackets)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from reestr.records.editing import writing
from reestr.records.editing.tree import UnusualTextError, YamlNode, end_of_line, start_of_line

_REST_OF_LINE = re.compile(r"[ ]*(#[^\r\n]*)?(?=\r?\n|$)")
_COMMENT_LINE = re.compile(r"\r?\n( *)#[^\r\n]*")
_EMPTY: Mapping[str, Any] = MappingProxyType({"mapping": {}, "sequence": []})
_COMMA_BESIDE_COMMENTS = re.compile(r"(#[^\r\n]*)|,")
_COMMA_AND_COMMENT = re.compile(r"[ ]*(?:(,)[ ]*)?(?:#[^\r\n]*)?(?=\r?\n)")


class Splice(NamedTuple):
    """Replace the text from `start` up to `end` with `text`."""

    start: int
    end: int
    text: str


def inserted(
    text: str, parent: YamlNode, place: int, key: str | int, value: Any, line_break: str, *, on_one_line: bool
) -> list[Splice]:
    """Return the splices that insert a new key or item at `place` of a parent that has others."""
    named = isinstance(key, str)
    if parent.flow or on_one_line:
        written = writing.flow_entry(key, value) if isinstance(key, str) else writing.flow(value)
        if parent.flow:
            return _inserted_between_brackets(text, parent, place, written, line_break)
        lines = [" " * parent.column + ("" if named else "- ") + written]
    else:
        lines = writing.entry(key, value, parent.column) if isinstance(key, str) else writing.item(value, parent.column)
    if place:
        at = _below(text, parent.spans[place - 1][1], parent.column)
        return [Splice(at, at, "".join(line_break + line for line in lines))]
    at = parent.entries[0].start if named else parent.start
    return [Splice(at, at, line_break.join(lines).lstrip(" ") + line_break + " " * parent.column)]


def replaced(
    text: str, parent: YamlNode, place: int, value: Any, line_break: str, *, on_one_line: bool
) -> list[Splice]:
    """Return the splices that replace the value of the key or item at `place`."""
    node = parent.entries[place].value if parent.kind == "mapping" else parent.items[place]
    if node.flow and node.kind in _EMPTY and value == _EMPTY[node.kind] and (emptied := _emptied(text, node)):
        return emptied
    if parent.flow:
        written = _same_style(node, value) or writing.flow(value)
        return [Splice(node.start, node.end, written if node.end > node.start else f" {written}")]
    if on_one_line:
        return _value_replaced(text, node, writing.flow(value), [], line_break)
    if parent.kind == "mapping":
        head, *lines = writing.entry("_", value, parent.column)
        head = head.lstrip(" ").removeprefix("_:").lstrip(" ")
    else:
        head, *lines = writing.item(value, parent.column)
        head = head.lstrip(" ").removeprefix("- ")
    if not lines:
        head = _same_style(node, value) or head
    return _value_replaced(text, node, head, lines, line_break)


def removed(text: str, parent: YamlNode, place: int) -> list[Splice]:
    """Return the splices that remove the key or item at `place` with the comments inside it."""
    spans = parent.spans
    if parent.flow:
        return _removed_between_brackets(text, spans, place)
    start, end = spans[place]
    if parent.kind == "sequence":
        start = parent.items[place].anchor - 1
    line, below = start_of_line(text, start), _end_of_value(text, end)
    if text[line:start].strip(" "):
        # The first item stands behind a list's dash: the next item, or a comment above it, moves up.
        following = spans[1][0] if parent.kind == "mapping" else parent.items[1].anchor - 1
        comment = text.find("#", below, following)
        return [Splice(start, following if comment < 0 else comment, "")]
    if below == len(text):
        # The file has no final line break: remove the one before.
        return [Splice(len(text[:line].rstrip("\r\n")) if line else 0, below, "")]
    return [Splice(line, text.index("\n", below) + 1, "")]


def _value_replaced(text: str, node: YamlNode, head: str, lines: list[str], line_break: str) -> list[Splice]:
    """Return the splices for a value.

    `head` is the new text on the line of the key or dash, `lines` the lines below.
    """
    first_line = end_of_line(text, node.anchor)
    below = "".join(line_break + line for line in lines)
    if node.start == node.end:
        return _both(Splice(node.anchor, node.anchor, f" {head}" if head else ""), _end_of_value(text, node.end), below)
    if node.start > first_line:
        # The old value begins on its own line: keep comments behind the key and above the value.
        above = len(text[: start_of_line(text, node.start)].removesuffix("\n").removesuffix("\r"))
        return [
            Splice(node.anchor, node.anchor, f" {head}" if head else ""),
            Splice(above, node.end, below),
        ]
    if node.in_lines:
        # A mapping or list behind a dash, up to its last line.
        return [Splice(node.start, node.end, head + below)]
    start = node.start if head else node.anchor
    return _both(Splice(start, node.end, head), _end_of_value(text, node.end), below)


def _both(first: Splice, at: int, below: str) -> list[Splice]:
    return [first, Splice(at, at, below)] if below else [first]


def _same_style(node: YamlNode, value: Any) -> str | None:
    """Return a text in the same kind of quotes as the old one."""
    return writing.quoted(value, node.style) if isinstance(value, str) and node.style in ("'", '"') else None


def _end_of_value(text: str, offset: int) -> int:
    """Return the end of the line on which a value ends. Raises UnusualTextError if more than a comment follows it."""
    if _REST_OF_LINE.match(text, offset) is None:
        raise UnusualTextError
    return end_of_line(text, offset)


def _below(text: str, offset: int, column: int) -> int:
    """Return where the next entry goes after one that ends at `offset`: below its more deeply indented comments."""
    at = _end_of_value(text, offset)
    while (comment := _COMMENT_LINE.match(text, at)) is not None and len(comment[1]) > column:
        at = comment.end()
    return at


def _inserted_between_brackets(text: str, parent: YamlNode, place: int, written: str, line_break: str) -> list[Splice]:
    spans = parent.spans
    if not place:
        start = spans[0][0]
        margin = text[start_of_line(text, start) : start]
        separator = f",{line_break}{margin}" if margin.isspace() else ", "
        return [Splice(start, start, written + separator)]
    start, end = spans[place - 1]
    # The line ends there: neither the next entry nor the bracket is before its end.
    line = _COMMA_AND_COMMENT.match(text, end)
    if line is None:
        return [Splice(end, end, f", {written}")]
    first = start_of_line(text, start)
    indentation = first + _margin(text, first)
    # Below the thing that begins the line, unless that is the bracket.
    aligned = indentation if any(indentation == begin for begin, _ in spans) else start
    margin = " " * (aligned - first)
    own_line = f"{line_break}{margin}{written}"
    if line[1]:
        return [Splice(line.end(), line.end(), own_line + ",")]
    return [Splice(end, end, ","), Splice(line.end(), line.end(), own_line)]


def _margin(text: str, line: int) -> int:
    rest = text[line : end_of_line(text, line)]
    return len(rest) - len(rest.lstrip(" "))


def _emptied(text: str, node: YamlNode) -> list[Splice]:
    """Return splices that remove everything between the brackets except comments; none if there are no comments."""
    ends = [node.start + 1, *(offset for span in node.spans for offset in span), node.end - 1]
    gaps = [text[begin:end] for begin, end in zip(ends[::2], ends[1::2], strict=True)]
    if not any("#" in gap for gap in gaps):
        return []
    kept = "".join(_COMMA_BESIDE_COMMENTS.sub(lambda found: found[0] if found[1] else "", gap) for gap in gaps)
    return [Splice(node.start + 1, node.end - 1, kept)]


def _removed_between_brackets(text: str, spans: list[tuple[int, int]], place: int) -> list[Splice]:
    start, end = spans[place]
    if place and "#" not in text[spans[place - 1][1] : start]:
        return [Splice(spans[place - 1][1], end, "")]
    if not place and len(spans) > 1 and "#" not in text[end : spans[1][0]]:
        return [Splice(start, spans[1][0], "")]
    comma = re.compile(r"\s*,").match(text, end)
    return [Splice(start, comma.end() if comma else end, "")]
