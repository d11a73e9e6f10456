"""The addresses of an account: each is the canonical address of a page of the account's own network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reestr import wording
from reestr.records.diagnostics import Diagnostic, Fix, make
from reestr.records.json_pointer import pointer
from reestr.records.reader import Document
from reestr.records.validation import field_messages, suggestions
from reestr.registry.addresses import Address, NetworkRules, Refusal, read_address

# How the reasons of a refusal are called among the diagnostics: code and variant.
_CODES = {
    "person": ("person-profile", ""),
    "content": ("not-a-page", "content"),
    "not-a-page": ("not-a-page", ""),
    "look-alike": ("look-alike-address", ""),
    "userinfo": ("look-alike-address", "user"),
    "foreign-host": ("foreign-address", ""),
}
_FIELDS = ("url", "previous_urls")

Path = tuple[str | int, ...]


def check_addresses(document: Document, networks: Sequence[NetworkRules]) -> Iterator[Diagnostic]:
    """Judge the address of an account and its earlier ones. Nothing is said while no network is known."""
    url = document.data.get("url")
    if not networks:
        return
    if isinstance(url, str):
        read = read_address(url, networks)
        yield from _problems(document, ("url",), url, read, networks)
        if isinstance(read, Address):
            yield from _against_record(document, read)
    for path in _previous(document):
        yield from _at(document, path, networks)


def explain_field(document: Document, path: Path, networks: Sequence[NetworkRules]) -> list[Diagnostic]:
    """What is wrong with the address at a path, by the rules of the networks; nothing for other fields."""
    return list(_at(document, path, networks)) if path and path[0] in _FIELDS and path[-1] == "url" else []


def _previous(document: Document) -> Iterator[Path]:
    items = document.data.get("previous_urls")
    for index in range(len(items) if isinstance(items, list) else 0):
        yield ("previous_urls", index, "url")


def _at(document: Document, path: Path, networks: Sequence[NetworkRules]) -> Iterator[Diagnostic]:
    text = _text(document, path)
    if text is not None:
        yield from _problems(document, path, text, read_address(text, networks), networks)


def _problems(
    document: Document, path: Path, text: str, read: Address | Refusal, networks: Sequence[NetworkRules]
) -> Iterator[Diagnostic]:
    if isinstance(read, Address):
        if read.canonical != text:
            fix = Fix("set", path, read.canonical)
            yield _diagnostic(document, path, "not-canonical-url", "", read.canonical, text, fix=fix)
        return
    code, variant = _CODES.get(read.reason, ("bad-url", read.reason))
    yield _diagnostic(document, path, code, variant, read.suggestion, text, networks=_names(networks))


def _against_record(document: Document, read: Address) -> Iterator[Diagnostic]:
    data = document.data
    if read.network != data.get("network"):
        yield _diagnostic(
            document, ("network",), "wrong-network", "", read.network, str(data.get("network")), network=read.network
        )
    number = data.get("numeric_id")
    if number is not None and read.numeric_id is not None and number != read.numeric_id:
        yield _diagnostic(
            document, ("numeric_id",), "numeric-id-mismatch", "", read.numeric_id, str(number), number=read.numeric_id
        )
    for path in _previous(document):
        if _text(document, path) == read.canonical:
            yield _diagnostic(document, path, "previous-address-current", "", None, read.canonical)


def _diagnostic(
    document: Document, path: Path, code: str, variant: str, meant: str | None, text: str, **more: Any
) -> Diagnostic:
    return make(
        code,
        document.locate(path),
        path=pointer(path),
        variant=variant,
        field=field_messages.called("account", path),
        given=suggestions.shown(text),
        advice=wording.text("validation.page-address"),
        ready=suggestions.ready(meant),
        **more,
    )


def _names(networks: Sequence[NetworkRules]) -> str:
    return ", ".join(sorted(network.canonical_host for network in networks))


def _text(document: Document, path: Path) -> str | None:
    value: object = document.data
    for part in path:
        if isinstance(value, dict) and isinstance(part, str):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
        else:
            return None
    return value if isinstance(value, str) else None
