"""Writes JSON files: compact UTF-8, the same bytes for the same values, assembled from encoded parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import BytesIO

from reestr.publishing.view import File, LongFile, View

FOLDER = "api/v1/"
"""The folder of the open data below the site's root."""

_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def encode(value: object) -> bytes:
    """Return a value as JSON. Raises ValueError for a number that JSON lacks (not a number, infinity)."""
    return as_bytes(_encoder.encode(value))


def as_bytes(text: str) -> bytes:
    """Return JSON text as it is served: two line separators that JavaScript once disallowed in texts are escaped."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode("utf-8")


def encode_items(values: Iterable[object]) -> bytes:
    """Return values as the inside of a JSON list, one per line."""
    return as_bytes(",\n".join([_encoder.encode(value) for value in values]))


def head(view: View) -> dict[str, object]:
    """Return the beginning of every file: the date of the verdicts, the edition, and whether the data is fictional."""
    return {"as_of": view.as_of.isoformat(), "edition": view.edition, "fictional": view.registry.city.fictional}


def json_file(view: View, name: str, content: dict[str, object]) -> File:
    """Return a file of the open data with its head; `name` is its path below `api/v1/`."""
    return File(FOLDER + name, encode({**head(view), **content}) + b"\n")


def list_file(view: View, name: str, parts: Iterable[tuple[bytes, int]]) -> LongFile:
    """Return a file with one long list made of parts: encoded items, separated by commas, and their number."""
    return LongFile(f"{FOLDER}{name}.json", _list_pieces(view, name, parts))


def _list_pieces(view: View, name: str, parts: Iterable[tuple[bytes, int]]) -> Iterator[bytes]:
    yield encode(head(view))[:-1] + b',"' + name.encode() + b'":['
    total = 0
    for items, count in parts:
        if count:
            yield b",\n" if total else b"\n"
            yield items
            total += count
    yield b'\n],"count":%d}\n' % total


class ListFile:
    """A file with one long list that grows in one buffer: 400,000 findings are never copied."""

    def __init__(self, view: View, name: str) -> None:
        self._name = name
        self._count = 0
        self._buffer = BytesIO()
        self._buffer.write(encode(head(view))[:-1] + b',"' + name.encode() + b'":[')

    def add(self, items: bytes, count: int) -> None:
        """Append some items, encoded and separated by commas."""
        if count:
            self._buffer.write(b",\n" if self._count else b"\n")
            self._buffer.write(items)
            self._count += count

    def file(self) -> File:
        """Return the whole file; nothing can be added afterwards."""
        self._buffer.write(b'\n],"count":%d}\n' % self._count)
        content = self._buffer.getvalue()
        self._buffer.close()
        return File(f"{FOLDER}{self._name}.json", content)
