"""Reads the pages that a cell of a foreign register names: one or several addresses, words before them, a link."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr.intake.workbook.cell_values import Fault
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import SheetCell
from reestr.records.validation import suggestions
from reestr.registry.addresses import MAXIMUM_LENGTH, Address, NetworkRules, read_address
from reestr.wording.plain_text import folded, stripped

_BETWEEN = re.compile(r"[\s,;|]+")
_SCHEME_AFTER_WORD = re.compile(r"(?<=[:\-–—])(?=https?://)")
_AT_NAME = re.compile(r"@([A-Za-z0-9_.-]{2,64})")
_ABBREVIATION = 2
_AROUND_A_WORD = " .:()[]-–—/№1234567890"


@dataclass(frozen=True, slots=True)
class PageCell:
    """The result of reading a cell: its canonical addresses, or the one text that is no address, or a fault.

    `tidied` is the number of addresses that were not written in canonical form.
    """

    addresses: tuple[str, ...]
    fault: Fault | None = None
    tidied: int = 0


def pages_in(
    cell: SheetCell, text: str, networks: Sequence[NetworkRules], names: Mapping[str, str], network: str | None
) -> PageCell:
    """Return the pages that a cell with a text names, in the order of the text.

    `names` maps each name of a network to its id; `network` is the network that the row states, None if it states none.
    The target of a link is read if the text is no address. If both are addresses, they must be of one page.
    """
    shown = _addresses(text, networks, names)
    if cell.link:
        target = read_address(cell.link, networks)
        if not shown:
            # The check of addresses explains what is wrong with the target.
            return _found([target], [cell.link]) if isinstance(target, Address) else PageCell((cell.link,))
        if isinstance(target, Address) and target.canonical not in {item.canonical for item, _ in shown}:
            said = {"given": suggestions.shown(text), "target": suggestions.shown(cell.link)}
            return PageCell((), Fault("link-differs", said))
    if shown:
        return _found([item for item, _ in shown], [written for _, written in shown])
    named = _AT_NAME.fullmatch(stripped(text))
    if named is not None:
        return PageCell(
            (), Fault("at-name", {"given": suggestions.shown(text), "ready": _offer(named[1], network, networks)})
        )
    return PageCell((text,))


def _found(addresses: Sequence[Address], written: Sequence[str]) -> PageCell:
    canonical = tuple(dict.fromkeys(item.canonical for item in addresses))
    tidied = len({item.canonical for item, text in zip(addresses, written, strict=True) if item.canonical != text})
    return PageCell(canonical, tidied=tidied)


def _addresses(text: str, networks: Sequence[NetworkRules], names: Mapping[str, str]) -> list[tuple[Address, str]]:
    """Return the addresses of a text, each with the text as written; none if the text contains anything else.

    Before an address only its number in a list or the name of its network may stand.
    """
    whole = read_address(text, networks)
    if isinstance(whole, Address):
        return [(whole, text)]
    if len(text) > MAXIMUM_LENGTH:
        return []
    found: list[tuple[Address, str]] = []
    before: list[str] = []
    for piece in _BETWEEN.split(_SCHEME_AFTER_WORD.sub(" ", stripped(text))):
        address = read_address(piece, networks)
        if not isinstance(address, Address):
            before.append(piece)
            continue
        label = folded(" ".join(before)).strip(_AROUND_A_WORD)
        if not all(_is_label(part, address.network, names) for part in label.split()):
            return []
        found.append((address, piece))
        before = []
    return [] if any(piece.strip(_AROUND_A_WORD) for piece in before) else found


def _is_label(text: str, network: str, names: Mapping[str, str]) -> bool:
    """Return whether a word before an address only says what the address is.

    Such a word is the name of its network, in full or in two letters, or a word like «группа».
    """
    if text.strip(_AROUND_A_WORD) in ("", *word("labels").split()):
        return True
    if len(text) == _ABBREVIATION:
        return any(own == network and name.startswith(text[0]) and text[1] in name[1:] for name, own in names.items())
    return names.get(text) == network


def _offer(name: str, network: str | None, networks: Sequence[NetworkRules]) -> str:
    """Return the sentence with the address that «@name» may mean in a network; "" if there is none."""
    rules = next((rules for rules in networks if rules.id == network), None)
    meant = None if rules is None else read_address(f"https://{rules.canonical_host}/{name}", networks)
    return word("ready", value=meant.canonical) if isinstance(meant, Address) else ""
