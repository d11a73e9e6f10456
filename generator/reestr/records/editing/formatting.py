"""Writes a record in canonical form: the same data and comments give the same text, however they were written.

Keys follow the order of the schema; texts that a YAML 1.1 reader would misread are quoted; addresses of pages are
written as their network writes them. Comments, blank lines and the line breaks of long texts are kept (decision 0017).
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping, Sequence
from typing import Any

from reestr.records import reader
from reestr.records.editing.finding_remarks import comments, remarks
from reestr.records.editing.rewriting import EditRefusedError
from reestr.records.editing.tree import UnusualTextError, tree
from reestr.records.editing.writing import in_order, order_of, written
from reestr.records.reader.yaml_events import YAMLError
from reestr.registry.addresses import Address, NetworkRules, read_address
from reestr.registry.lists import CityLists


def formatted(
    kind: str, content: bytes, networks: Sequence[NetworkRules] = (), lists: CityLists | None = None
) -> bytes:
    """Return the file of a record in canonical form; formatting it again changes nothing.

    `networks` determine the canonical addresses of accounts, `lists` the order of what the city has listed. Raises
    EditRefusedError if the file has problems or if data or a comment could be lost; KeyError for an unknown kind.
    """
    text, data = _read(content, "unreadable")
    wanted = with_canonical_addresses(kind, data, networks)
    try:
        root = tree(text)
        result = written(in_order(wanted, order_of(kind, lists)), remarks(text, root, wanted))
        again, data_again = _read(result, "unwritable")
        kept = sorted(comments(text, root)) == sorted(comments(again, tree(again)))
    except (UnusualTextError, YAMLError, ValueError):
        raise EditRefusedError("unusual") from None
    if not kept or json.dumps(data_again, sort_keys=True) != json.dumps(wanted, sort_keys=True):
        raise EditRefusedError("unusual")
    return result


def with_canonical_addresses(kind: str, data: Any, networks: Sequence[NetworkRules]) -> Any:
    """Return the data of an account with canonical page addresses; texts that are no page address stay for the
    validator.
    """
    if kind != "account":
        return data
    return _canonical(data, networks)


def _canonical(value: Any, networks: Sequence[NetworkRules], key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _canonical(item, networks, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item, networks) for item in value]
    # In an account every field of this name is a present or former page address.
    if key != "url" or not isinstance(value, str):
        return value
    read = read_address(value, networks)
    return read.canonical if isinstance(read, Address) else value


def _read(content: bytes, refusal: str) -> tuple[str, dict[str, Any]]:
    document, problems = reader.read(content, "")
    if document is None or problems:
        raise EditRefusedError(refusal, problems)
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\r\n", "\n"), document.data
