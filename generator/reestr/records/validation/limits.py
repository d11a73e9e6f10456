"""Limits the number of explained problems: explaining costs more than finding, and people repair few at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from reestr.records.diagnostics import Diagnostic, Location, make

LIMIT = 100
"""The limit for one file at one stage of checking."""

LIMIT_BETWEEN = 200
"""The limit for one rule between records."""


def limited(diagnostics: Iterable[Diagnostic], limit: int = LIMIT, variant: str = "") -> list[Diagnostic]:
    """Return diagnostics up to the limit, then one that says so if there are more. The rest is never computed."""
    remaining = iter(diagnostics)
    found = list(islice(remaining, limit))
    if len(found) == limit and (more := next(remaining, None)) is not None:
        found.append(too_many(more.location, limit, variant))
    return found


def too_many(location: Location, limit: int = LIMIT, variant: str = "") -> Diagnostic:
    """Return the diagnostic that stands for the unexplained problems."""
    return make("too-many-problems", location, variant=variant, limit=limit)
