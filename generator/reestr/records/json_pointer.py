"""JSON pointers (RFC 6901): the address of a value inside a record, as diagnostics and evidence carry it."""

from __future__ import annotations

from collections.abc import Iterable


def pointer(steps: Iterable[str | int]) -> str:
    """The pointer made of the keys and list indexes that lead to a value, outermost first; "" for the whole record."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps_of(pointer: str) -> list[str]:
    """The keys and indexes of a pointer, outermost first, all as text; none for "", the whole record."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
