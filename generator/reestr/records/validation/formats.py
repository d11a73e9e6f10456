"""Defines the formats beyond JSON Schema's own keywords, in one table for the fast and the careful validator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from reestr.registry.calendar import YEARS, registry_day, week_monday

_CACHED = 1 << 16

# The host may have letters of any alphabet: `https://город.рф/` is an address; deceptive hosts are checked later.
_HTTP_URL = re.compile(
    r"https?://"
    r"(?P<host>[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+)"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#][^\s\\<>\"{}|^`\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*)?"
)
_HIGHEST_PORT = 65535
_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


@lru_cache(_CACHED)
def is_date(text: str) -> bool:
    """Return whether a text is a calendar day `YYYY-MM-DD`, in the years that records may have."""
    return registry_day(text) is not None


@lru_cache(_CACHED)
def is_week(text: str) -> bool:
    """Return whether a text is an existing ISO 8601 week: `2026-W53` is, `2025-W53` is not."""
    try:
        return week_monday(text).year in YEARS
    except ValueError:
        return False


@lru_cache(_CACHED)
def is_http_url(text: str) -> bool:
    """Return whether a text is an absolute http(s) address with a named host and no user name, blank or back slash."""
    match = _HTTP_URL.fullmatch(text)
    if match is None or any(len(label) > 63 for label in match["host"].split(".")):
        return False
    # A host that ends in digits is an IP address, or is read as one by a browser.
    return not match["host"].rpartition(".")[2].isdigit() and int(match["port"] or 1) in range(1, _HIGHEST_PORT + 1)


@lru_cache(_CACHED)
def is_inn(text: str) -> bool:
    """Return whether a text is an organization's INN: ten digits, the last a check digit (requirements,
    Identifiers).
    """
    if not _digits(text, 10):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_INN_WEIGHTS, text, strict=False))
    return total % 11 % 10 == int(text[9])


@lru_cache(_CACHED)
def is_ogrn(text: str) -> bool:
    """Return whether a text is an organization's OGRN: thirteen digits, the last a check digit."""
    return _digits(text, 13) and int(text[:12]) % 11 % 10 == int(text[12])


@lru_cache(_CACHED)
def is_kpp(text: str) -> bool:
    """Return whether a text is a KPP: four digits, two digits or capital letters, three digits.

    They stand for the tax office, the reason of the registration and its number (order of the Federal Tax Service
    ММВ-7-6/435@ of 29.06.2012, paragraph 5).
    """
    return _KPP.fullmatch(text) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "date": is_date,
        "iso-week": is_week,
        "http-url": is_http_url,
        "inn": is_inn,
        "ogrn": is_ogrn,
        "kpp": is_kpp,
    }
)
"""Name of a format in the schemas -> a function that tells whether a text has it."""


def _digits(text: str, count: int) -> bool:
    # `isdigit` alone also accepts digits of other scripts.
    return len(text) == count and text.isascii() and text.isdigit()
