"""How many problems are explained: nobody repairs more in one go, and explaining costs more than finding."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from reestr.records.diagnostics import Diagnostic, Location, make

LIMIT = 100
"""Of one file at one stage of looking at it."""

LIMIT_BETWEEN = 200
"""Of one rule between records."""


def limited(diagnostics: Iterable[Diagnostic], limit: int = LIMIT, variant: str = "") -> list[Diagnostic]:
    """As many as the limit; where there are more, one that says so instead of them. The rest are never made."""
    remaining = iter(diagnostics)
    found = list(islice(remaining, limit))
    if len(found) == limit and (more := next(remaining, None)) is not None:
        found.append(too_many(more.location, limit, variant))
    return found


def too_many(location: Location, limit: int = LIMIT, variant: str = "") -> Diagnostic:
    """What stands for the problems that are not explained."""
    return make("too-many-problems", location, variant=variant, limit=limit)
