"""Checks the addresses of pages in a record: each must be canonical, and `url` must belong to the record's network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Fix, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.kinds import KINDS, values
from reestr.records.reader import Document
from reestr.records.validation import field_messages, suggestions
from reestr.registry.addresses import Address, NetworkRules, Refusal, read_address

# The reasons of a refusal among the diagnostics: code and variant.
_CODES = {
    "person": ("person-profile", ""),
    "content": ("not-a-page", "content"),
    "not-a-page": ("not-a-page", ""),
    "look-alike": ("look-alike-address", ""),
    "userinfo": ("look-alike-address", "user"),
    "foreign-host": ("foreign-address", ""),
}


def check_addresses(kind: str, document: Document, networks: Sequence[NetworkRules]) -> Iterator[Diagnostic]:
    """Check every page address in a record. Nothing is reported while no network is known."""
    if not networks:
        return
    page: Address | None = None
    for path, text in _addresses(kind, document):
        read = read_address(text, networks)
        yield from _problems(kind, document, path, text, read, networks)
        if path == ("url",) and isinstance(read, Address):
            page = read
            yield from _against_record(kind, document, page)
        elif page is not None and text == page.canonical:
            yield _diagnostic(kind, document, path, "previous-address-current", "", None, text)


def explain_field(kind: str, document: Document, path: FieldPath, networks: Sequence[NetworkRules]) -> list[Diagnostic]:
    """Return what is wrong with the address at a path, by the rules of the networks; nothing for other fields."""
    text = dict(_addresses(kind, document)).get(tuple(path))
    return [] if text is None else list(_problems(kind, document, path, text, read_address(text, networks), networks))


def _addresses(kind: str, document: Document) -> Iterator[tuple[FieldPath, str]]:
    for field in KINDS[kind].addresses:
        for path, text in values(document.data, field):
            if isinstance(text, str):
                yield path, text


def _problems(
    kind: str, document: Document, path: FieldPath, text: str, read: Address | Refusal, networks: Sequence[NetworkRules]
) -> Iterator[Diagnostic]:
    if isinstance(read, Address):
        if read.canonical != text:
            fix = Fix("set", path, read.canonical)
            yield _diagnostic(kind, document, path, "not-canonical-url", "", read.canonical, text, fix=fix)
        return
    code, variant = _CODES.get(read.reason, ("bad-url", read.reason))
    yield _diagnostic(kind, document, path, code, variant, read.suggestion, text, networks=_names(networks))


def _against_record(kind: str, document: Document, read: Address) -> Iterator[Diagnostic]:
    data = document.data
    network = data.get("network")
    if read.network != network:
        path: FieldPath = ("network",)
        yield _diagnostic(kind, document, path, "wrong-network", "", read.network, str(network), network=read.network)
    number = data.get("numeric_id")
    if number is not None and read.numeric_id is not None and number != read.numeric_id:
        path = ("numeric_id",)
        yield _diagnostic(
            kind, document, path, "numeric-id-mismatch", "", read.numeric_id, str(number), number=read.numeric_id
        )


def _diagnostic(
    kind: str, document: Document, path: FieldPath, code: str, variant: str, meant: str | None, text: str, **more: Any
) -> Diagnostic:
    return make(
        code,
        document.locate(path),
        path=pointer(path),
        variant=variant,
        field=field_messages.called(kind, path),
        given=suggestions.shown(text),
        advice=wording.text("validation.page-address"),
        ready=suggestions.ready(meant),
        **more,
    )


def _names(networks: Sequence[NetworkRules]) -> str:
    return ", ".join(sorted(network.canonical_host for network in networks))
