"""The sort order of names: numbers by value, ё as е, capitals and quotation marks ignored."""

from __future__ import annotations

import re
from functools import cache

from reestr.registry.organization import Organization

_NUMBER = re.compile(r"([0-9]+)")
_FOLDED = str.maketrans("ё", "е", "«»„“”\"'")

NameKey = tuple[tuple[str, int], ...]


@cache
def name_key(name: str) -> NameKey:
    """Return the sort key of a name: «Школа № 2» before «Школа № 10», «Ёлка» beside «Ель»."""
    parts = _NUMBER.split(name.casefold().translate(_FOLDED))
    return tuple((text, int(number)) for text, number in zip(parts[::2], (*parts[1::2], "-1"), strict=True))


def by_name(organization: Organization) -> tuple[NameKey, str]:
    """Sort key of organizations: the name used in lists, then the id."""
    return name_key(organization.title), organization.id
