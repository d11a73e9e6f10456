"""Checks known false pages against each other and against the official pages: no page may be both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.json_pointer import FieldPath
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.network_rules import rules_of
from reestr.records.validation.record_set import RecordSet
from reestr.registry.addresses import Address, NetworkRules, read_address

Claim = tuple[Record, FieldPath, str, str | None]
"""An official page: its account, the field with its address, the message variant, and the last day it was official."""


def check_fakes(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that no false page is recorded twice or is an official page, by address, earlier address or number.

    A page seen after the official page was closed or left the address may be false, since others can take over
    abandoned addresses. Nothing is reported while no network is known.
    """
    networks = [rules_of(record.id, record.data) for record in between.all("network")]
    fakes = list(between.all("fake"))
    if not networks or not fakes:
        return
    official = _official(between, networks)
    first: dict[object, tuple[Record, FieldPath]] = {}
    for fake in fakes:
        named = _named(fake.data, networks)
        claims = [(path, claim) for path, names in named for name in names for claim in official.get(name, ())]
        contradicted = next(((path, claim) for path, claim in claims if not _had_ended(claim, fake.data)), None)
        if contradicted is not None:
            yield _is_official(between, fake, *contradicted)
        for path, names in named:
            earlier = next((first[name] for name in names if name in first), None)
            first.update({name: first.get(name, (fake, path)) for name in names})
            if earlier is not None and earlier[0] is not fake:
                yield _twice(between, fake, path, earlier)
                break


def _official(between: RecordSet, networks: Sequence[NetworkRules]) -> dict[object, list[Claim]]:
    """Return the addresses and (network, number) of accounts -> their official pages."""
    found: dict[object, list[Claim]] = {}
    for account in between.all("account"):
        data = account.data
        for path, names in _named(data, networks):
            variant = "number" if path == ("numeric_id",) else ""
            for name in names:
                found.setdefault(name, []).append((account, path, variant, data.get("closed_on")))
        for index, item in enumerate(data.get("previous_urls", ())):
            read = read_address(item["url"], networks)
            if isinstance(read, Address):
                place: FieldPath = ("previous_urls", index, "url")
                found.setdefault(read.canonical, []).append((account, place, "previous", item.get("until")))
    return found


def _named(data: Any, networks: Sequence[NetworkRules]) -> list[tuple[FieldPath, list[object]]]:
    """Return the fields that say which page a record is about, each with the page's names."""
    found: list[tuple[FieldPath, list[object]]] = []
    read = read_address(data["url"], networks) if "url" in data else None
    if isinstance(read, Address):
        names: list[object] = [read.canonical]
        if read.numeric_id is not None:
            names.append((read.network, read.numeric_id))
        found.append((("url",), names))
    if "numeric_id" in data and "network" in data:
        found.append((("numeric_id",), [(data["network"], data["numeric_id"])]))
    return found


def _had_ended(claim: Claim, fake: Any) -> bool:
    until, day = claim[3], fake.get("found_on")
    return until is not None and day is not None and until <= day


def _is_official(between: RecordSet, fake: Record, path: FieldPath, claim: Claim) -> Diagnostic:
    account, place, variant, _ = claim
    return between.diagnostic(
        "fake-is-official",
        fake,
        path,
        related=(between.related(wording.text("diagnostics.fake-is-official.related", id=account.id), account, place),),
        variant=variant,
        field=field_messages.called("fake", path),
        given=suggestions.shown(fake.data[str(path[0])]),
        account=account.id,
    )


def _twice(between: RecordSet, fake: Record, path: FieldPath, earlier: tuple[Record, FieldPath]) -> Diagnostic:
    other, place = earlier
    return between.diagnostic(
        "duplicate-fake",
        fake,
        path,
        related=(between.related(wording.text("diagnostics.duplicate-fake.related", id=other.id), other, place),),
        field=field_messages.called("fake", path),
        given=suggestions.shown(fake.data[str(path[0])]),
        other=other.id,
    )
