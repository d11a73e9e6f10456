"""What people wrote around the values of a record: comments, blank lines, the line breaks of their texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Remark:
    """What belongs to a value: lines `above` its key or dash and `below` its last entry (comments with their sign, ""
    for a blank line), a comment `beside` it, and the `lines` of a text written in lines: its sign, then the text."""

    above: tuple[str, ...] = ()
    beside: str = ""
    below: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


_NONE = Remark()


@dataclass(frozen=True, slots=True)
class Remarks:
    """Path of a value -> what belongs to it; `above` at the empty path is what stands on top of the file."""

    by_path: Mapping[Path, Remark]
    _holders: frozenset[Path] = field(init=False)

    def __post_init__(self) -> None:
        holders: set[Path] = set()
        for path, remark in self.by_path.items():
            if any((*remark.above, remark.beside)):
                holders.update(path[:length] for length in range(len(path)))
            if any(remark.below):
                holders.update(path[:length] for length in range(len(path) + 1))
        object.__setattr__(self, "_holders", frozenset(holders))

    def at(self, path: Path) -> Remark:
        """What belongs to the value at a path."""
        return self.by_path.get(path, _NONE)

    def inside(self, path: Path) -> bool:
        """Whether there are comments inside of the value at a path: it needs lines of its own then."""
        return path in self._holders


NO_REMARKS = Remarks(MappingProxyType({}))
