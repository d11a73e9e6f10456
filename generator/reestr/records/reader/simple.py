"""A fast line-by-line reader for the simplest files, without libyaml; it gives up on anything it does not recognize.

Most records are `key: value` lines, and a year of counts is fifty lines of `2026-W01: {text: 1, photo: 2}`. libyaml
needs seven objects for such a line. A property test shows that data and lines equal the builder's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reestr.records.reader.document import LINE_DEPTH, JSONValue
from reestr.records.reader.scalars import KEYS, NumberTooLongError, plain
from reestr.registry.errors import ReestrError

_REMEMBERED = 10_000

#: Far below the limit of the builder, so that this module need not know it.
_DEEPEST = 8

_KEY = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}"
_HEAD = re.compile(rf"( *)({_KEY})")
_NOTHING = re.compile(r" *(?:#.*)?")

# Between keys a plain text ends only with its line: a colon inside must not be followed by a blank (that would be a
# key), and there must be no hash (that might be a comment).
_SCALAR = re.compile(r""""([^"]*)"|'([^']*)'|(\w(?:[^:#]|:(?=[^ ]))*)""")

# Between braces plain texts end sooner: only the characters of numbers, dates and names are recognized.
_PAIR = re.compile(rf""" *({_KEY}): +(?:"([^"]*)"|'([^']*)'|(\w(?:[\w.+ -]*[\w.+-])?)|(\{{[^{{}}]*\}})) *([,}}])""")


class _NotSimpleError(ReestrError):
    """Something that this module does not recognize."""


class Simple(NamedTuple):
    """The data of a simple file, and the lines of its entries as in `Document`."""

    data: dict[str, JSONValue]
    entry_lines: list[int]


class _Heads(dict[str, tuple[int, str] | None]):
    """A cache: the text before the colon -> indentation and key; `  2026-W01` occurs in thousands of files."""

    def __missing__(self, head: str) -> tuple[int, str] | None:
        match = _HEAD.fullmatch(head)
        key = KEYS[match[2]] if match else ""
        place = (len(match[1]), key) if match and key else None
        if len(self) < _REMEMBERED:
            self[head] = place
        return place


class _Braces(dict[str, dict[str, JSONValue]]):
    """A cache: `{text: 1, photo: 2}` -> the mapping; callers copy it."""

    def __missing__(self, text: str) -> dict[str, JSONValue]:
        data = _braces(text)
        if len(self) < _REMEMBERED:
            self[text] = data
        return data


_HEADS = _Heads()
_BRACES = _Braces()


def read_simple(text: str) -> Simple | None:
    """Return the data of a text of visible characters without `&`, `*`, `!` and backslashes; None unless all of it is
    simple.
    """
    if "\n- " in text or "  - " in text:  # a block list: told apart early, before work is spent on the lines above
        return None
    try:
        return _lines(text)
    except (_NotSimpleError, NumberTooLongError):
        return None


def _lines(text: str) -> Simple | None:
    top: dict[str, JSONValue] = {}
    entry_lines: list[int] = []
    levels = [(0, top)]
    indentation, data = 0, top
    opened: str | None = None  # the key before, when its value may be the mapping that begins on this line
    for number, line in enumerate(text.split("\n"), start=1):
        head, separator, rest = line.partition(": ")
        if not separator:
            head = line[:-1] if line.endswith(":") else ""
        place = _HEADS[head]
        if place is None:
            if _NOTHING.fullmatch(line):
                continue
            return None
        own, key = place
        if own > indentation:
            if opened is None or len(levels) == _DEEPEST:
                return None
            inner: dict[str, JSONValue] = {}
            data[opened] = inner
            levels.append((own, inner))
        elif own < indentation:
            while levels[-1][0] > own:
                levels.pop()
        indentation, data = levels[-1]
        if own != indentation or key in data:
            return None
        if len(levels) <= LINE_DEPTH:
            entry_lines.append(number)
        opened = None if separator else key
        if rest.startswith("{"):
            data[key] = braces = _copy(_BRACES[rest])
            if len(levels) < LINE_DEPTH:
                entry_lines.extend([number] * len(braces))
        else:
            data[key] = _scalar(rest) if separator else None
    return Simple(top, entry_lines) if top else None


def _copy(braces: dict[str, JSONValue]) -> dict[str, JSONValue]:
    copy = braces.copy()
    for key, value in copy.items():
        if type(value) is dict:
            copy[key] = value.copy()
    return copy


def _scalar(text: str) -> JSONValue:
    if text == "[]":
        return []
    match = _SCALAR.fullmatch(text)
    if match is None:
        raise _NotSimpleError
    return _value(*match.groups())


def _value(double_quoted: str | None, single_quoted: str | None, unquoted: str | None) -> JSONValue:
    text = double_quoted or single_quoted or unquoted or ""
    # Outer blanks are a problem inside quotes, and not part of the text outside them.
    if text != text.strip():
        raise _NotSimpleError
    return text if unquoted is None else plain(unquoted)


def _braces(text: str) -> dict[str, JSONValue]:
    data: dict[str, JSONValue] = {}
    position, mark = 1, ","
    if text == "{}":
        return data
    while mark == ",":
        match = _PAIR.match(text, position)
        if match is None:
            raise _NotSimpleError
        key, *scalar, inner, mark = match.groups()
        if not KEYS[key] or key in data:
            raise _NotSimpleError
        data[KEYS[key]] = _braces(inner) if inner else _value(*scalar)
        position = match.end()
    if position != len(text):
        raise _NotSimpleError
    return data
