"""Reads what is on a page from its network's answer, by the table `facts` in the network's record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from reestr.registry.city import FactSign, NetworkObservation

_MISSING = object()

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
# A number with its code, or one of the city: 2-22-22, 22-22-22, 222-22-22. Dates and tax numbers are neither.
_PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+7|8)[\s(–-]*\d{3,5}[\s)–-]*\d{1,3}(?:[\s–-]?\d{2}){1,3}|\d{1,3}[–-]\d{2}[–-]\d{2})(?![\d.]*\d)"
)
_STREET = re.compile(
    r"\b(?:ул|улица|пр|пр-т|просп|проспект|пер|переулок|б-р|бульвар|ш|шоссе|пл|площадь|наб|набережная|мкр|микрорайон|проезд)"
    r"\b\.?\s{0,3}[^\n,]{1,60}(?:,\s{0,3})?(?:д\.?\s{0,2}|дом\s{1,2})?\d",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.)+[^\W\d_]{2,24})(/[^\s,;)»\"']*)?", re.IGNORECASE)
_SIGNS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class PageSubject:
    """Whom a page belongs to: the names of the organization, its site and the site of city hall (None: none known)."""

    names: tuple[str, ...]
    site: str | None
    city_hall_site: str | None


def facts_seen(fields: Mapping[str, Any], observation: NetworkObservation, subject: PageSubject) -> dict[str, bool]:
    """Return each fact that an answer shows to be there or not, in the order of the table; others are unknown."""
    said: dict[str, list[bool | None]] = {}
    for sign in observation.facts:
        said.setdefault(sign.fact, []).append(_says(sign, fields, observation.omitted_if_empty, subject))
    return {
        fact: any(answers)
        for fact, answers in said.items()
        if any(answers) or all(answer is False for answer in answers)
    }


def _says(
    sign: FactSign, fields: Mapping[str, Any], omitted_if_empty: frozenset[str], subject: PageSubject
) -> bool | None:
    if (sign.holds == "organization-site" and subject.site is None) or (
        sign.holds == "city-hall-site" and subject.city_hall_site is None
    ):
        return None
    found = [_values(fields, path, omitted_if_empty) for path in sign.any]
    if any(_holds(value, sign.holds, subject) for values in found for value in values or ()):
        return True
    if any(values is None for values in found) or sign.otherwise == "unknown":
        return None
    if sign.otherwise == "absent-if-empty" and any(value for values in found for value in values or ()):
        return None
    return False


def _values(fields: Mapping[str, Any], path: str, omitted_if_empty: frozenset[str]) -> tuple[Any, ...] | None:
    """Return the values at a path, those of every item of a list; None if the answer does not say."""
    first = path.partition(".")[0]
    if first not in fields and first in omitted_if_empty:
        return ()
    values = tuple(_walk(fields, path.split(".")))
    return None if _MISSING in values else values


def _walk(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, steps)
    elif isinstance(value, Mapping) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:])
    else:
        yield _MISSING


def _holds(value: Any, what: str, subject: PageSubject) -> bool:
    if what == "set":
        return bool(value)
    if not isinstance(value, str):
        return False
    if what == "text":
        return bool(value.strip())
    if what == "organization-name":
        plain = _plain(value)
        return any(name and name in plain for name in map(_plain, subject.names))
    if what in ("organization-site", "city-hall-site"):
        site = subject.site if what == "organization-site" else subject.city_hall_site
        return site is not None and names_site(value, site)
    pattern = {"email": _EMAIL, "phone": _PHONE, "street-address": _STREET}[what]
    return pattern.search(value) is not None


def names_site(text: str, site: str) -> bool:
    """Return whether a text names a site: its host with or without www, and its path if it has one."""
    host, path = _site(site)
    for found in _HOST.finditer(text):
        other, other_path = _site(found.group())
        if other == host and (path in ("", "/") or f"{other_path}/".startswith(f"{path.rstrip('/')}/")):
            return True
    return False


def _site(address: str) -> tuple[str, str]:
    host, _, path = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).partition("/")
    host = host.lower().removeprefix("www.")
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return host, f"/{path}".split("?")[0]


def _plain(text: str) -> str:
    """Return a text for comparing: lower case, ё as е, quotes, dashes and blanks as one blank."""
    return f" {_SIGNS.sub(' ', text.casefold().replace('ё', 'е')).strip()} ".replace("  ", " ")
