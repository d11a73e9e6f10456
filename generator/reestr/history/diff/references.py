"""References between records under changed ids: whoever only refers to a renamed record has not changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reestr.records.record import Key
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.paperwork import Assignment, Notice


def referring(record: Any, new_ids: Mapping[Key, str]) -> Any:
    """The record with the ids that others have now; itself where it refers to none of them."""
    if not new_ids:
        return record

    def organization(identifier: Any) -> Any:
        return new_ids.get(("organization", identifier), identifier)

    def account(identifier: Any) -> Any:
        return new_ids.get(("account", identifier), identifier)

    if isinstance(record, Organization):
        page = record.accounts_page
        if page is not None:
            page = replace(page, lists=tuple(account(item) for item in page.lists))
        return replace(record, accounts_page=page, successor=organization(record.successor))
    if isinstance(record, Account):
        owner, successor = organization(record.organization), account(record.replaced_by)
        return replace(record, organization=owner, replaced_by=successor)
    if isinstance(record, Assignment):
        addressees = tuple(
            replace(item, organization=organization(item.organization), account=account(item.account))
            for item in record.addressees
        )
        return replace(record, addressees=addressees)
    if isinstance(record, Notice):
        return replace(record, organization=organization(record.organization))
    return record
