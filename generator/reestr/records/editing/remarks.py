"""The remarks in a record's text: comments, blank lines, and the line breaks of long texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reestr.records.json_pointer import FieldPath


@dataclass(frozen=True, slots=True)
class Remark:
    """The remarks of one value.

    `above`: lines above its key or dash; `below`: lines below its last entry (comments with their sign, "" for a blank
    line); `beside`: the comment at the end of its line; `lines`: a text written in lines, first its block sign.
    """

    above: tuple[str, ...] = ()
    beside: str = ""
    below: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


_NONE = Remark()


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks: path of a value -> its remarks. `above` at the empty path is the top of the file."""

    by_path: Mapping[FieldPath, Remark]
    _holders: frozenset[FieldPath] = field(init=False)

    def __post_init__(self) -> None:
        holders: set[FieldPath] = set()
        for path, remark in self.by_path.items():
            if any((*remark.above, remark.beside)):
                holders.update(path[:length] for length in range(len(path)))
            if any(remark.below):
                holders.update(path[:length] for length in range(len(path) + 1))
        object.__setattr__(self, "_holders", frozenset(holders))

    def at(self, path: FieldPath) -> Remark:
        """Return the remarks of the value at a path."""
        return self.by_path.get(path, _NONE)

    def inside(self, path: FieldPath) -> bool:
        """Return whether there are remarks inside the value at a path, so that it must be written in lines."""
        return path in self._holders


NO_REMARKS = Remarks(MappingProxyType({}))
