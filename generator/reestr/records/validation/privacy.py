"""Tells which places of a record are internal: a message about one of them must not repeat its value."""

from __future__ import annotations

from collections.abc import Sequence

from reestr.records import schemas


def is_private(kind: str, data: object, path: Sequence[str | int]) -> bool:
    """Return whether the value at a path is internal, by its own mark or because the whole record is.

    A field that a consent makes public counts as internal; so does every field of a record if the value that decides on
    its openness is wrong.
    """
    if schemas.internal_record(kind):
        return True
    if isinstance(data, dict):
        for name, values in schemas.internal_when(kind).items():
            if name in data and (data[name] in values or not _is_known(kind, name, data[name])):
                return True
    return any(_within(path, inner) for inner, _ in schemas.internal_paths(kind))


def may_hold_private(kind: str, data: object, path: Sequence[str | int]) -> bool:
    """Return whether the value at a path is internal or contains something internal."""
    return is_private(kind, data, path) or any(
        all(mark in ("*", part) for part, mark in zip(path, inner, strict=False))
        for inner, _ in schemas.internal_paths(kind)
    )


def _is_known(kind: str, name: str, value: object) -> bool:
    try:
        return isinstance(value, str) and bool(schemas.label(kind, f"/{name}", value))
    except KeyError:
        return False


def _within(path: Sequence[str | int], marked: Sequence[str]) -> bool:
    if len(path) < len(marked):
        return False
    return all(mark in ("*", part) for part, mark in zip(path, marked, strict=False))
