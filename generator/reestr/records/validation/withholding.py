"""Withholds what a message must not show: values of internal fields, secrets, problems beyond the limit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile

from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Location, make
from reestr.records.json_pointer import pointer, steps_of
from reestr.records.reader import Document
from reestr.records.reader.positions import places
from reestr.records.validation import secret_text
from reestr.registry.lists import CityLists

LIMIT = 100
"""The maximum number of diagnostics for one file at one stage of checking."""

LIMIT_BETWEEN = 200
"""The maximum number of diagnostics for one rule between records."""


def limited(diagnostics: Iterable[Diagnostic], limit: int = LIMIT, variant: str = "") -> list[Diagnostic]:
    """Return diagnostics up to the limit, then one that says so if there are more. The rest is never computed."""
    remaining = iter(diagnostics)
    found = list(islice(remaining, limit))
    if len(found) == limit and (more := next(remaining, None)) is not None:
        found.append(too_many(more.location, limit, variant))
    return found


def too_many(location: Location, limit: int = LIMIT, variant: str = "") -> Diagnostic:
    """Return the diagnostic that stands for the unexplained problems."""
    return make("too-many-problems", location, variant=variant, limit=limit)


def is_private(kind: str, data: object, path: Sequence[str | int], lists: CityLists | None = None) -> bool:
    """Return whether the value at a path is internal, by its own mark or because the whole record is.

    A field that a consent makes public counts as internal; so does every field of a record if the value that decides on
    its openness is wrong.
    """
    if schemas.internal_record(kind):
        return True
    if isinstance(data, dict):
        for name in schemas.internal_when(kind):
            if name in data and schemas.makes_internal(kind, name, data[name], lists):
                return True
    return any(_within(path, inner) for inner, _ in schemas.internal_paths(kind))


def may_hold_private(kind: str, data: object, path: Sequence[str | int], lists: CityLists | None = None) -> bool:
    """Return whether the value at a path is internal or contains something internal."""
    return is_private(kind, data, path, lists) or any(
        all(mark in ("*", part) for part, mark in zip(path, inner, strict=False))
        for inner, _ in schemas.internal_paths(kind)
    )


def _within(path: Sequence[str | int], marked: Sequence[str]) -> bool:
    if len(path) < len(marked):
        return False
    return all(mark in ("*", part) for part, mark in zip(path, marked, strict=False))


_TOP_KEY = re.compile(r"[\"']?([^\s\"':#-][^\"':#]{0,100})[\"']?:")


def withheld(
    kind: str,
    document: Document | None,
    content: bytes,
    diagnostics: Iterable[Diagnostic],
    lists: CityLists | None = None,
) -> list[Diagnostic]:
    """Return the diagnostics of one file, marked private if the line they would show is internal."""
    found = list(diagnostics)
    if not found:
        return found
    lines = _Lines(kind, document, content, lists)
    hidden = (replace(item, private=True) if not item.private and lines.hide(item) else item for item in found)
    return [_without_secrets(item) for item in hidden]


class _Lines:
    """The lines of a file, and which of them must not be shown."""

    def __init__(self, kind: str, document: Document | None, content: bytes, lists: CityLists | None) -> None:
        self._kind, self._document = kind, document
        self._lines = content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        self._secret: dict[int, bool] = {}
        self._private = frozenset() if document is None else _private_lines(kind, document, lists)

    def hide(self, item: Diagnostic) -> bool:
        """Return whether the line of a diagnostic must be hidden."""
        number = item.location.line
        if schemas.internal_record(self._kind) or number in self._private:
            return True
        line = self._lines[number - 1] if 0 < number <= len(self._lines) else ""
        if self._holds_secret(number, line):
            return True
        if self._document is None:
            return self._may_be_private(number)
        # The second value of a doubled key is not in the data.
        return item.code == "duplicate-key" and _top_key(line) in _internal_tops(self._kind)

    def _holds_secret(self, number: int, line: str) -> bool:
        # One long line may have every problem of the file.
        if number not in self._secret:
            self._secret[number] = secret_text.find(line) is not None
        return self._secret[number]

    def _may_be_private(self, number: int) -> bool:
        """Return whether a line of a text that is not YAML stands in, or after, a block that may be internal.

        The nearest line above that begins with a key names the block; an unknown key may be a misspelt internal one.
        """
        if schemas.internal_when(self._kind):
            return True
        internal = _internal_tops(self._kind)
        if not internal:
            return False
        known = _tops(self._kind)
        for line in self._lines[number - 1 :: -1] if number <= len(self._lines) else self._lines[::-1]:
            if (key := _top_key(line)) is not None:
                return key in internal or key not in known
        return True


def _top_key(line: str) -> str | None:
    match = _TOP_KEY.match(line)
    return match[1].strip() if match else None


@cache
def _internal_tops(kind: str) -> frozenset[str]:
    """Return the top-level fields that are internal or contain something internal."""
    return frozenset(path[0] for path, _ in schemas.internal_paths(kind))


@cache
def _tops(kind: str) -> frozenset[str]:
    return frozenset(field.pointer.split("/")[1] for field in schemas.fields(kind))


def _private_lines(kind: str, document: Document, lists: CityLists | None) -> frozenset[int]:
    """Return the lines of internal values, from their keys to the beginning of the next value."""
    if not _internal_tops(kind) and not schemas.internal_when(kind):
        return frozenset()
    known = places(document.content)
    begins = sorted({place.key_line for place in known.values()})
    hidden: set[int] = set()
    for path, place in known.items():
        if path and is_private(kind, document.data, path, lists):
            following = bisect_right(begins, max(place.key_line, place.line))
            end = begins[following] if following < len(begins) else document.content.count(b"\n") + 2
            hidden.update(range(place.key_line, max(end, place.key_line + 1)))
    return frozenset(hidden)


def _without_secrets(item: Diagnostic) -> Diagnostic:
    """Return the diagnostic without secrets in its path: a key may itself be a secret."""
    steps = steps_of(item.path)
    kept = list(takewhile(lambda step: secret_text.find(step) is None, steps))
    return item if kept == steps else replace(item, path=pointer(kept))
