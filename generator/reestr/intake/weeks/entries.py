"""What was handed in, before it is compared with the registry: counts of weeks and problems, each with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reestr import wording
from reestr.registry.lists import CityLists

MAXIMUM_BYTES = 1 << 20
"""The maximum size of a message or a table: a mail with 10,000 lines has half of it."""

MOST_PROBLEMS = 1_000
"""The limit of problems that are reported of one input."""

HIGHEST = 10_000
"""The highest number of publications of a week that a record holds."""


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """One line of a message or one row of a table.

    `address` and `week` are the texts as written. `counts` maps a field of a week to its number; it is empty if nothing
    was published. `where` says in words where it stands, `file` in which message or table.
    """

    address: str
    week: str
    counts: Mapping[str, int]
    where: str
    file: str


@dataclass(frozen=True, slots=True)
class WeeksProblem:
    """Something that prevents taking an input in, with its place in words and what to do.

    `kind` is the same for all problems of one cause; `other` are further places of the same problem.
    """

    kind: str
    where: str
    message: str
    fix: str
    other: Sequence[str] = ()


@dataclass(slots=True)
class HandedIn:
    """Everything that was read from messages and tables, in the order of reading.

    `lists` are those of the city: its formats are columns. `senders` maps a message to the sender that it names, which
    proves nothing. `repeated` counts the lines that were left out because the same message has them already, such as a
    quotation. `blank` counts rows of tables without a number.
    """

    entries: list[WeekEntry] = field(default_factory=list)
    problems: list[WeeksProblem] = field(default_factory=list)
    lists: CityLists | None = None
    senders: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    repeated: int = 0
    blank: int = 0
    untold: int = 0

    def tell(self, problem: WeeksProblem) -> None:
        """Add a problem; beyond the limit it is only counted."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.untold += 1


def word(key: str, /, **values: object) -> str:
    """Return a text of the catalogue of this room."""
    return wording.text(f"weeks.{key}", **values)


def week_problem(kind: str, where: str, *, other: Sequence[str] = (), **values: object) -> WeeksProblem:
    """Return a problem with the texts `problems.<kind>.message` and `.fix` of the catalogue."""
    message, fix = (word(f"problems.{kind}.{part}", **values) for part in ("message", "fix"))
    return WeeksProblem(kind, where, message, fix, tuple(other))
