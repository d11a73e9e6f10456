"""Collects the problems of one file while it is read, up to a limit that bounds the time for hostile files."""

from __future__ import annotations

from collections.abc import Iterable

from reestr.records import diagnostics, json_pointer
from reestr.records.diagnostics import Diagnostic, Fix, Location, Related, Severity
from reestr.registry.errors import ReestrError

#: Nobody repairs more in one go, and a file of 1 MiB can hold half a million.
LIMIT = 100


class TooManyProblemsError(ReestrError):
    """The limit is reached: stop reading this file."""


class FileProblems:
    """The diagnostics of one file. `add` raises TooManyProblemsError once there are `LIMIT` of them."""

    __slots__ = ("_found", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Diagnostic] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(
        self,
        code: str,
        line: int,
        column: int,
        *,
        path: Iterable[str | int] = (),
        related: Iterable[Related] = (),
        variant: str = "",
        fix: Fix | None = None,
        **values: object,
    ) -> None:
        """Add a problem with the catalogue's texts; `line` and `column` count from 1."""
        location = Location(self.file, line, column)
        pointer = json_pointer.pointer(path)
        if len(self._found) == LIMIT:
            self._found.append(diagnostics.make("too-many-problems", location, limit=LIMIT))
            raise TooManyProblemsError
        problem = diagnostics.make(
            code,
            location,
            path=pointer,
            related=related,
            variant=variant,
            severity=Severity.ERROR,
            private=False,
            fix=fix,
            **values,
        )
        self._found.append(problem)

    def lines(self) -> frozenset[int]:
        """Return the lines that have a problem so far."""
        return frozenset(problem.location.line for problem in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return all problems in the order of the file."""
        return tuple(diagnostics.sort(self._found))
