"""What becomes of each file of a city when a new version of the program gives it again: a three-way comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ArrivalOutcome: TypeAlias = Literal["added", "replaced", "merged", "conflict", "deleted", "foreign", "withdrawn"]
"""`added`: new in this version. `replaced`: the city had not changed it. `merged`: both changes are in it. `conflict`:
both changed the same lines, so the city's stays. `deleted`: the city has deleted it, so it stays deleted. `foreign`: a
new requirement of the sample act, which a city with an act of its own does not get. `withdrawn`: no longer given, so
that of the city stays."""

Merge: TypeAlias = Callable[[bytes, bytes, bytes], bytes | None]
"""Merges base, the city's and ours; None if they conflict."""

BESIDE = ".reestr/new/"
"""The folder where our version of a file lies if it could not take the place of the city's."""

_KEPT_BESIDE: frozenset[ArrivalOutcome] = frozenset(("conflict", "deleted", "foreign"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that is not the same as in the version before: its name, what becomes of it, the city's and ours.

    `after` is what is written in its place, None if it stays as it is.
    """

    name: str
    outcome: ArrivalOutcome
    theirs: bytes | None
    ours: bytes | None
    after: bytes | None = None

    @property
    def beside(self) -> str | None:
        """Return the name of the file that keeps our version for a person to look at; None if none is needed."""
        return BESIDE + self.name if self.outcome in _KEPT_BESIDE else None


def arrivals(
    base: Mapping[str, bytes],
    theirs: Callable[[str], bytes | None],
    ours: Mapping[str, bytes],
    merge: Merge,
    *,
    own_act: bool,
) -> Iterator[Arrival]:
    """Yield what becomes of every file that this version gives otherwise than the one before, ordered by name.

    Files that only the city has changed are left out: they stay. `theirs` returns a file of the city, None if it has
    none. `own_act` says that the city has replaced the sample act.
    """
    for name in sorted({*base, *ours}):
        before, now, new = base.get(name), theirs(name), ours.get(name)
        if now == new or before == new:
            continue
        if new is None:
            if now is not None:
                yield Arrival(name, "withdrawn", now, None)
        elif now is None and before is None:
            foreign = own_act and name.startswith("data/requirements/")
            yield Arrival(name, "foreign" if foreign else "added", None, new, None if foreign else new)
        elif now is None:
            yield Arrival(name, "deleted", None, new)
        elif now == before:
            yield Arrival(name, "replaced", now, new, new)
        else:
            both = None if before is None else _both(name, before, now, new, merge)
            yield Arrival(name, "conflict" if both is None else "merged", now, new, both)


def _both(name: str, before: bytes, now: bytes, new: bytes, merge: Merge) -> bytes | None:
    if name != "requirements.txt":
        return merge(before, now, new)
    # Every line of it is another one in each version: those that the city has added come after ours.
    given = frozenset(before.splitlines())
    own = [line for line in now.splitlines() if line not in given]
    return b"\n".join([new.rstrip(b"\n"), *own, b""])
