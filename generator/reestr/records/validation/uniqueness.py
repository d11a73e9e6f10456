"""Checks values that only one record may have: a page's address and number, INN and OGRN, a network's host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Related, Severity
from reestr.records.json_pointer import FieldPath
from reestr.records.record import Record
from reestr.records.validation import field_messages, suggestions
from reestr.records.validation.network_rules import rules_of
from reestr.records.validation.record_set import RecordSet
from reestr.registry.addresses import Address, read_address
from reestr.registry.look_alikes import skeleton
from reestr.wording.plain_text import folded


def check_addresses(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that no two accounts have the same page, however its address is written, closed and earlier ones included.

    If an account gave up an address on a known day, by moving or by closing its page, a later page may have the
    address.
    """
    networks = [rules_of(record.id, record.data) for record in between.all("network")]
    if not networks:
        return
    pages: dict[str, list[tuple[Record, FieldPath]]] = {}
    numbers: dict[tuple[str, str], tuple[Record, FieldPath]] = {}
    former: list[tuple[Record, FieldPath, str]] = []
    same_page: set[tuple[str, str]] = set()
    for account in between.all("account"):
        data = account.data
        read = read_address(data["url"], networks) if "url" in data else None
        if isinstance(read, Address):
            owners = pages.setdefault(read.canonical, [])
            earlier = next((one for one in owners if not _in_turn(one[0].data, data)), None)
            if earlier is None:
                owners.append((account, ("url",)))
            else:
                same_page.add((earlier[0].id, account.id))
                closed = "closed" in (data.get("status"), earlier[0].data.get("status"))
                variant = "closed" if closed else ""
                yield _twice(between, "duplicate-address", account, ("url",), earlier, read.canonical, variant)
        number = data.get("numeric_id") or (read.numeric_id if isinstance(read, Address) else None)
        if number is not None:
            path: FieldPath = ("numeric_id",) if "numeric_id" in data else ("url",)
            owner = numbers.setdefault((data["network"], number), (account, path))
            if owner[0] is not account and (owner[0].id, account.id) not in same_page:
                yield _twice(between, "duplicate-numeric-id", account, path, owner, number)
        for index, item in enumerate(data.get("previous_urls", ())):
            if "until" not in item:
                former.append((account, ("previous_urls", index, "url"), item["url"]))
    for account, path, text in former:
        read = read_address(text, networks)
        if isinstance(read, Address):
            owners = pages.setdefault(read.canonical, [(account, path)])
            if owners[0][0] is not account:
                yield _twice(between, "duplicate-address", account, path, owners[0], read.canonical, "former")


def _in_turn(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether one organization closed its page no later than another one opened its own.

    Then both had the address in turn. Two such pages of the same organization are one page that was opened again.
    """
    if one.get("organization") == other.get("organization"):
        return False
    return any(
        first.get("status") == "closed"
        and first.get("closed_on") is not None
        and second.get("opened_on") is not None
        and first["closed_on"] <= second["opened_on"]
        for first, second in ((one, other), (other, one))
    )


def check_identifiers(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that no two organizations have the same INN or OGRN.

    A branch shares them with its parent organization: both are the same legal person (Civil Code, article 55).
    """
    for name in ("inn", "ogrn"):
        owners: dict[str, tuple[Record, FieldPath]] = {}
        for organization in between.all("organization"):
            number = organization.data.get(name)
            if number is None:
                continue
            earlier = owners.setdefault(number, (organization, (name,)))
            if earlier[0] is not organization and _legal_person(earlier[0]) != _legal_person(organization):
                yield _twice(between, "duplicate-identifier", organization, (name,), earlier, number)


def check_branches(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that the parent of a branch is not a branch, and has the same INN and OGRN.

    A branch must have a KPP, unless it is a draft, and no two organizations of one legal person may have the same KPP.
    """
    by_kpp: dict[tuple[str, str], tuple[Record, FieldPath]] = {}
    branches = [record for record in between.all("organization") if "branch_of" in record.data]
    parents = {record.data["branch_of"] for record in branches}
    for record in between.all("organization"):
        kpp = record.data.get("kpp")
        if kpp is None or not (record.id in parents or "branch_of" in record.data):
            continue
        earlier = by_kpp.setdefault((_legal_person(record), kpp), (record, ("kpp",)))
        if earlier[0] is not record:
            yield _twice(between, "branch-mismatch", record, ("kpp",), earlier, kpp, "kpp")
    for branch in branches:
        parent = between.find("organization", branch.data["branch_of"])
        if parent is None:
            continue
        if "branch_of" in parent.data:
            place: FieldPath = ("branch_of",)
            yield _twice(between, "branch-mismatch", branch, ("branch_of",), (parent, place), parent.id, "of-branch")
            continue
        for name in ("inn", "ogrn"):
            number = branch.data.get(name)
            if number is not None and parent.data.get(name, number) != number:
                yield _twice(between, "branch-mismatch", branch, (name,), (parent, (name,)), number)
        if "kpp" not in branch.data and not branch.draft:
            place = ("inn",) if "inn" in parent.data else ()
            yield _twice(between, "branch-mismatch", branch, ("branch_of",), (parent, place), parent.id, "no-kpp")


def _legal_person(record: Record) -> str:
    """Return the id of the legal person: that of the parent for a branch, otherwise that of the organization."""
    return str(record.data.get("branch_of", record.id))


def check_names(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that no two organizations have names that only look alike: «Школа № 1» with a Latin «o» is a different
    text.

    Equal names are allowed: branches share one.
    """
    for name in ("name", "short_name"):
        owners: dict[str, tuple[Record, FieldPath, str]] = {}
        for organization in between.all("organization"):
            text = organization.data.get(name)
            if not isinstance(text, str):
                continue
            plain = folded(text)
            other, path, other_plain = owners.setdefault(skeleton(plain), (organization, (name,), plain))
            if other is not organization and plain != other_plain:
                yield between.diagnostic(
                    "look-alike-name",
                    organization,
                    (name,),
                    related=(_other(between, "look-alike-name", (other, path)),),
                    severity=Severity.WARNING,
                    field=field_messages.called("organization", (name,)),
                    given=suggestions.shown(text),
                    other=other.id,
                )


def check_hosts(between: RecordSet) -> Iterator[Diagnostic]:
    """Check that no two networks have the same host: an address would belong to both."""
    owners: dict[str, tuple[Record, FieldPath]] = {}
    for network in between.all("network"):
        for index, host in enumerate(network.data["hosts"]):
            earlier = owners.setdefault(host, (network, ("hosts", index)))
            if earlier[0] is not network:
                yield between.diagnostic(
                    "bad-network-rules",
                    network,
                    ("hosts", index),
                    variant="shared",
                    related=(_other(between, "duplicate-identifier", earlier),),
                    given=suggestions.shown(host),
                )


def _twice(
    between: RecordSet,
    code: str,
    record: Record,
    path: FieldPath,
    earlier: tuple[Record, FieldPath],
    value: str,
    variant: str = "",
) -> Diagnostic:
    return between.diagnostic(
        code,
        record,
        path,
        related=(_other(between, code, earlier),),
        variant=variant,
        field=field_messages.called(record.kind, path),
        given=suggestions.shown(value),
        other=earlier[0].id,
    )


def _other(between: RecordSet, code: str, earlier: tuple[Record, FieldPath]) -> Related:
    record, path = earlier
    return between.related(wording.text(f"diagnostics.{code}.related", id=record.id), record, path)
