"""Checks the rules within one record that fits its schema."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from reestr import wording
from reestr.records import schemas
from reestr.records.diagnostics import Diagnostic, Related, make
from reestr.records.json_pointer import pointer
from reestr.records.kinds import KINDS
from reestr.records.reader import Document
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.act_rules import check_blocks
from reestr.records.validation.date_order import check_dates, check_owners, check_periods, check_terms
from reestr.records.validation.machine_facts import check_incidents, check_weeks
from reestr.records.validation.network_rules import check_network
from reestr.records.validation.page_addresses import check_addresses
from reestr.records.validation.withholding import is_private
from reestr.registry.addresses import NetworkRules

RecordRule = Callable[[str, str, Document], Iterator[Diagnostic]]

_HOST = re.compile(r"https?://([^/?#]*)")


def check(kind: str, record_id: str, document: Document, networks: Sequence[NetworkRules]) -> Iterator[Diagnostic]:
    """Yield every contradiction within a schema-valid record, lazily.

    `networks` are the rules by which page addresses are read; without any, addresses are not checked.
    """
    for rule in _rules(kind):
        yield from rule(kind, record_id, document)
    if KINDS[kind].addresses:
        yield from check_addresses(kind, document, networks)


def _weeks_of_year(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that the file of a year holds weeks of that ISO year: 29 December 2025 lies in 2026-W01."""
    year = record_id.rpartition("/")[2]
    weeks = document.data.get("weeks")
    for week in weeks if isinstance(weeks, dict) else ():
        if week[:4] != year:
            yield make(
                "week-in-wrong-year",
                document.locate(("weeks", week), key=True),
                path=pointer(("weeks", week)),
                week=week,
                year=year,
                right=f"{week[:4]}.yaml",
            )


def _entries_of_month(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that the file of a month plans days of that month."""
    month = record_id.rpartition("/")[2]
    for index, entry in _items(document, "entries"):
        day = entry.get("date")
        if isinstance(day, str) and day[:7] != month:
            path = ("entries", index, "date")
            yield make(
                "outside-month",
                document.locate(path),
                path=pointer(path),
                day=day,
                month=month,
                right=f"{day[:7]}.yaml",
            )


def _repeated(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that no list names the same thing twice: an addressee, an address, an entry of the plan."""
    for name, identity in KINDS[kind].unique.items():
        first: dict[object, int] = {}
        for index, item in _items(document, name):
            key = tuple(repr(item.get(part)) for part in identity)
            if all(item.get(part) is None for part in identity):
                continue
            if key not in first:
                first[key] = index
                continue
            path = (name, index)
            private = is_private(kind, document.data, path)
            earlier = Related(wording.text("diagnostics.duplicate-entry.related"), document.locate((name, first[key])))
            yield make(
                "duplicate-entry",
                document.locate(path),
                path=pointer(path),
                related=(earlier,),
                private=private,
                field=field_messages.called(kind, (name,)),
                given=field_messages.given(
                    next(item[part] for part in identity if item.get(part) is not None), private
                ),
                variant="entry",
            )


def _site(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that an organization without a site has no page of it that lists the accounts."""
    if document.data.get("has_site") is False and "accounts_page" in document.data:
        yield _contradiction(document, "accounts_page", "site")


def _successor(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that only a closed account or organization has a successor."""
    if "successor" in document.data and document.data.get("status", "active") != "closed":
        yield _contradiction(document, "successor", "successor")


def _time_zone(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that the time zone is in the IANA data base: it decides what day it is."""
    name = document.data.get("time_zone")
    if isinstance(name, str) and name not in _time_zones():
        yield make(
            "unknown-time-zone",
            document.locate(("time_zone",)),
            path="/time_zone",
            given=suggestions.shown(name),
            ready=suggestions.ready(_zone_meant(name)),
        )


@cache
def _rules(kind: str) -> tuple[RecordRule, ...]:
    """Return the rules that can find anything in a record of a kind.

    Addresses of pages in networks are checked by the rules of the networks, not as other links are.
    """
    known = KINDS[kind]
    has_links = not known.addresses and '"http-url"' in json.dumps(schemas.bundled(kind))
    general = ((known.unique, _repeated), (known.dates, check_dates), (has_links, _mixed_alphabets))
    return (*(rule for applies, rule in general if applies), *_SPECIAL.get(kind, ()))


def _zone_meant(name: str) -> str | None:
    lower = {zone.lower(): zone for zone in _time_zones()}
    near = suggestions.nearest(name, lower)
    return lower[near] if near else None


def _mixed_alphabets(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check that a host name does not mix letters of two alphabets, which deceives the reader: `vк.com`."""
    for path, text in _foreign_texts((), document.data):
        match = _HOST.match(text)
        if match and any(_is_mixed(label) for label in match[1].split(".")):
            private = is_private(kind, document.data, path)
            yield make(
                "mixed-alphabets",
                document.locate(path),
                path=pointer(path),
                private=private,
                field=field_messages.called(kind, path),
                given=field_messages.given(text, private),
            )


def _foreign_texts(path: tuple[str | int, ...], value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        if not value.isascii():
            yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _foreign_texts((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _foreign_texts((*path, index), inner)


def _is_mixed(label: str) -> bool:
    latin = re.search("[A-Za-z]", label) is not None
    return latin and any(character.isalpha() and not character.isascii() for character in label)


def _items(document: Document, name: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    items = document.data.get(name)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _contradiction(document: Document, name: str, variant: str) -> Diagnostic:
    path = (name,)
    return make(
        "contradiction",
        document.locate(path, key=True),
        path=pointer(path),
        variant=variant,
        field=field_messages.called("organization", path),
        given="",
        advice="",
        ready="",
    )


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


_SPECIAL: Mapping[str, tuple[RecordRule, ...]] = MappingProxyType(
    {
        "registry": (_time_zone,),
        "act": (check_blocks,),
        "network": (check_network,),
        "organization": (check_terms, _site, _successor),
        "account": (check_owners, check_periods, check_incidents),
        "activity": (_weeks_of_year, check_weeks),
        "plan": (_entries_of_month,),
    }
)
"""Kind of record -> the rules that only it has. The rules for every kind read its description in `records.kinds`."""
