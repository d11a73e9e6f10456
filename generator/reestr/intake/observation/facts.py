"""Reads what is on a page from its network's answer, by the table `facts` in the network's record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from reestr.registry.city import FactSign, NetworkObservation

_MISSING = object()

# A number with its code, or one of the city: 2-22-22, 22-22-22, 222-22-22. Dates and tax numbers are neither.
_PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+7|8)[\s(–-]*\d{3,5}[\s)–-]*\d{1,3}(?:[\s–-]?\d{2}){1,3}|\d{1,3}[–-]\d{2}[–-]\d{2})(?![\d.]*\d)"
)
_STREET = re.compile(
    r"\b(?:ул|улица|пр|пр-т|просп|проспект|пер|переулок|б-р|бульвар|ш|шоссе|пл|площадь|наб|набережная|мкр|микрорайон|проезд)"
    r"\b\.?\s{0,3}[^\n,]{1,60}(?:,\s{0,3})?(?:д\.?\s{0,2}|дом\s{1,2})?\d",
    re.IGNORECASE,
)
# What may be one in a form of its own: five digits near each other, a sign of an address.
_DOUBTFUL = {"phone": re.compile(r"\d(?:[\s().–-]{0,3}\d){4}"), "email": re.compile("@")}
_WORDS = re.compile(r"[\s,;()<>«»\"'|]+")
_END_OF_WORD = ".:!?"
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
    doubtful = _DOUBTFUL.get(sign.holds)
    texts = (value for values in found for value in values or () if isinstance(value, str))
    if doubtful is not None and any(map(doubtful.search, texts)):
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
    if what == "email":
        return any(map(_is_email, _WORDS.split(value)))
    return (_PHONE if what == "phone" else _STREET).search(value) is not None


def _is_email(word: str) -> bool:
    name, sign, host = word.rstrip(_END_OF_WORD).rpartition("@")
    return bool(name and sign) and "@" not in name and _is_host(host)


def _is_host(text: str) -> bool:
    labels = text.split(".")
    return len(labels) > 1 and all(label and label.replace("-", "a").isalnum() for label in labels)


def names_site(text: str, site: str) -> bool:
    """Return whether a text names a site: its host with or without www, and its path if it has one."""
    host, path = _site(site)
    for word in _WORDS.split(text):
        other, other_path = _site(word.rstrip(_END_OF_WORD))
        if other == host and (path in ("", "/") or f"{other_path}/".startswith(f"{path.rstrip('/')}/")):
            return True
    return False


def _site(address: str) -> tuple[str, str]:
    host, _, path = address.lower().removeprefix("https://").removeprefix("http://").partition("/")
    host = host.removeprefix("www.")
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return host, f"/{path}".partition("?")[0]


def _plain(text: str) -> str:
    """Return a text for comparing: lower case, ё as е, quotes, dashes and blanks as one blank."""
    return f" {_SIGNS.sub(' ', text.casefold().replace('ё', 'е')).strip()} ".replace("  ", " ")
