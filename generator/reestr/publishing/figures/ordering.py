"""The order in which people look for names: numbers by value, ё as е, capitals and quotation marks ignored."""

from __future__ import annotations

import re
from functools import cache

from reestr.registry.organization import Organization

_NUMBER = re.compile(r"([0-9]+)")
_FOLDED = str.maketrans("ё", "е", "«»„“”\"'")

NameKey = tuple[tuple[str, int], ...]


@cache
def name_key(name: str) -> NameKey:
    """What names are sorted by: «Школа № 2» stands before «Школа № 10», «Ёлка» beside «Ель»."""
    parts = _NUMBER.split(name.casefold().translate(_FOLDED))
    return tuple((text, int(number)) for text, number in zip(parts[::2], (*parts[1::2], "-1"), strict=True))


def by_name(organization: Organization) -> tuple[NameKey, str]:
    """The key that sorts organizations by the name used in lists, and by id where names are the same."""
    return name_key(organization.title), organization.id
