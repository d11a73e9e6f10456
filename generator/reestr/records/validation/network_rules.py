"""Checks the rules of a network record: they compile, lead to the network's own host, and read its
examples correctly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reestr.records.diagnostics import Diagnostic, make
from reestr.records.json_pointer import pointer
from reestr.records.reader import Document
from reestr.records.validation import suggestions
from reestr.registry.addresses import Address, AddressForm, form_faults, forms_of, read_address


@dataclass(frozen=True, slots=True)
class Rules:
    """The parts of a network record that reading an address needs."""

    id: str
    hosts: tuple[str, ...]
    canonical_host: str
    forms: tuple[AddressForm, ...]


def rules_of(network: str, data: Mapping[str, Any]) -> Rules:
    """Return the rules of a network from its schema-valid record."""
    return Rules(network, tuple(data["hosts"]), data["canonical_host"], forms_of(data))


def check_network(kind: str, record_id: str, document: Document) -> Iterator[Diagnostic]:
    """Check the rules of a network: first the forms, then the examples, using only correct forms."""
    data: Mapping[str, Any] = document.data
    rules = rules_of(record_id, data)
    faulty = False
    if rules.canonical_host not in rules.hosts:
        faulty = True
        yield _diagnostic(document, ("canonical_host",), "host", rules.canonical_host)
    for index, form in enumerate(rules.forms):
        for fault in form_faults(form, rules.canonical_host):
            faulty = True
            yield _diagnostic(document, ("forms", index), fault, form.path)
    for path, template in _post_templates(data.get("observation", {})):
        if template.removeprefix("https://").partition("/")[0] != rules.canonical_host:
            # A post lies in the network itself; an address of its API has no place in data at all.
            yield _diagnostic(document, ("observation", *path), variant="post-host", given=template)
    if faulty:
        return
    examples = data.get("examples", {})
    for name, expected in (("good", True), ("bad", False)):
        for index, text in enumerate(examples.get(name, ())):
            if isinstance(read_address(text, (rules,)), Address) is not expected:
                yield _diagnostic(document, ("examples", name, index), name, text)


def _post_templates(observation: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if "post" in observation:
        yield ("post",), observation["post"]
    for index, template in enumerate(observation.get("post_also", ())):
        yield ("post_also", index), template


def _diagnostic(document: Document, path: tuple[str | int, ...], variant: str, given: str) -> Diagnostic:
    return make(
        "bad-network-rules",
        document.locate(path),
        path=pointer(path),
        variant=variant,
        given=suggestions.shown(given),
    )
