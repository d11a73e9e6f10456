"""JSON pointers (RFC 6901): the address of a value inside a record, as diagnostics and evidence use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

AnyPath = Sequence[str | int]
"""The same in any kind of sequence."""

FieldPath = tuple[str | int, ...]
"""The keys and list indexes that lead to a value inside a record, outermost first."""


def pointer(steps: Iterable[str | int]) -> str:
    """Return the pointer to the value at keys and list indexes, outermost first; "" for the whole record."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps_of(pointer: str) -> list[str]:
    """Return the keys and indexes of a pointer, outermost first, all as text; none for "", the whole record."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
