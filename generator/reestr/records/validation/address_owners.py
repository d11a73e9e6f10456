"""Checks that the INN in a page's address, where a network writes one, is that of the organization of the page."""

from __future__ import annotations

from collections.abc import Iterator

from reestr import wording
from reestr.records.diagnostics import Diagnostic
from reestr.records.record import Record
from reestr.records.validation import suggestions
from reestr.records.validation.network_rules import rules_of
from reestr.records.validation.record_set import RecordSet
from reestr.records.validation.withholding import is_private
from reestr.registry.addresses import Address, read_address


def check_address_owners(between: RecordSet) -> Iterator[Diagnostic]:
    """Check the INN in the address of every account against its organization's; a page that has passed to another
    organization may have an earlier owner's. Nothing is checked where an INN is unknown.
    """
    networks = [rules_of(record.id, record.data) for record in between.all("network")]
    networks = [network for network in networks if any(form.inn is not None for form in network.forms)]
    names = {network.id for network in networks}
    for account in between.all("account") if networks else ():
        if account.data.get("network") not in names or "url" not in account.data:
            continue
        read = read_address(account.data["url"], networks)
        if not isinstance(read, Address) or read.inn is None:
            continue
        owners = list(_owners(between, account))
        known = {owner.data["inn"] for owner in owners if "inn" in owner.data}
        if owners and len(known) == len({owner.id for owner in owners}) and read.inn not in known:
            owner = owners[0]
            private = is_private("organization", owner.data, ("inn",))
            yield between.diagnostic(
                "foreign-inn",
                account,
                ("url",),
                variant="private" if private else "",
                related=(between.related(wording.text("diagnostics.foreign-inn.related"), owner, ("inn",)),),
                given=suggestions.shown(read.inn),
                inn=owner.data.get("inn", ""),
            )


def _owners(between: RecordSet, account: Record) -> Iterator[Record]:
    """Yield the organization of an account, then its earlier ones; not those without a valid record."""
    former = [item.get("organization") for item in account.data.get("previous_owners", ())]
    for name in (account.data.get("organization"), *former):
        owner = between.find("organization", name) if isinstance(name, str) else None
        if owner is not None:
            yield owner
