"""Compares two states of a registry record by record and returns typed changes, never text differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from reestr.history.diff.accounts import account_changes, activity_changes
from reestr.history.diff.city import act_changes, network_changes, requirement_changes, settings_changes
from reestr.history.diff.fakes import fake_changes
from reestr.history.diff.lookup import RegistryLookup, with_new_ids
from reestr.history.diff.organizations import organization_changes
from reestr.history.diff.other_fields import field_changes
from reestr.history.diff.paperwork import assignment_changes, notice_changes, plan_changes
from reestr.history.timeline.model import Change
from reestr.records.kinds import KINDS
from reestr.records.record import RecordKey
from reestr.registry.account import Account
from reestr.registry.addresses import Address, read_address
from reestr.registry.city import Network
from reestr.registry.organization import Organization

RecordsByKey = Mapping[RecordKey, Any]
"""Registry records by kind and id, without drafts and without records that the edition may not show."""

Differ = Callable[[RegistryLookup, Any, Any], Iterator[Change]]
"""Yields the changes of one record from its state before and its state after, one of which may be None."""

DIFFERS: Mapping[str, Differ] = MappingProxyType(
    {
        "registry": lambda lookup, before, after: settings_changes(before, after),
        "act": lambda lookup, before, after: act_changes(before, after),
        "requirement": lambda lookup, before, after: requirement_changes(before, after),
        "network": lambda lookup, before, after: network_changes(before, after),
        "organization": organization_changes,
        "account": account_changes,
        "activity": activity_changes,
        "plan": plan_changes,
        "assignment": assignment_changes,
        "notice": notice_changes,
        "fake": fake_changes,
    }
)
"""The differ of each kind. Changes come in the order of `records.kinds.KINDS`. To add a kind, add a line."""

_PLACES = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Compared:
    """The result of a comparison: the changes, and the renamed records (old key -> new key)."""

    changes: tuple[Change, ...]
    renamed: Mapping[RecordKey, RecordKey]


def compare(before: RecordsByKey, after: RecordsByKey, lookup: RegistryLookup) -> Compared:
    """Return the changes from one state to the other. Only records that may differ need to be passed.

    Records are identified by kind and id, so moving a file to another folder or reformatting it is no change. If a
    record was removed and another with the same identity was added, the id was changed (see `renamed_records`).
    """
    renamed = renamed_records(before, after)
    new_ids = {(kind, old): new for (kind, old), (_, new) in renamed.items()}
    old_records = {_moved(key, new_ids): with_new_ids(key[0], record, new_ids) for key, record in before.items()}
    old_keys = {new: old for old, new in renamed.items()}
    changes: list[Change] = []
    for key in sorted({*old_records, *after}, key=lambda item: (_PLACES[item[0]], item[1])):
        old, new = old_records.get(key), after.get(key)
        if key in old_keys and new is not None:
            changes.append(_id_changed(lookup, key, old_keys[key], new))
        if old is not new:
            if key[0] == "account" and old is not None and new is not None:
                old = _as_written_now(old, new, before, after)
            changes += DIFFERS[key[0]](lookup, old, new)
            if old is not None and new is not None:
                changes += field_changes(lookup, key[0], old, new)
    return Compared(tuple(changes), renamed)


def renamed_records(before: RecordsByKey, after: RecordsByKey) -> dict[RecordKey, RecordKey]:
    """Return the records whose id changed: old key -> new key.

    An organization is identified by its INN, otherwise by its full name; an account by its address, otherwise by
    network and number. If several candidates match, none is taken.
    """
    renamed: dict[RecordKey, RecordKey] = {}
    for kind, identities in (("organization", _ORGANIZATION), ("account", _ACCOUNT)):
        gone = {key: before[key] for key in before if key[0] == kind and key not in after}
        come = {key: after[key] for key in after if key[0] == kind and key not in before}
        for identity in identities:
            candidates = _by_identity(come, identity)
            for value, keys in _by_identity(gone, identity).items():
                found = candidates.get(value, [])
                if len(keys) == len(found) == 1:
                    renamed[keys[0]] = found[0]
                    del gone[keys[0]], come[found[0]]
    return renamed


_ORGANIZATION = (lambda item: item.inn, lambda item: item.name)
_ACCOUNT = (lambda item: item.url, lambda item: item.numeric_id and (item.network, item.numeric_id))


def _by_identity(records: RecordsByKey, identity: Any) -> dict[object, list[RecordKey]]:
    groups: dict[object, list[RecordKey]] = {}
    for key, record in records.items():
        value = identity(record)
        if value:
            groups.setdefault(value, []).append(key)
    return groups


def _moved(key: RecordKey, new_ids: Mapping[RecordKey, str]) -> RecordKey:
    """Return the key a record has after its own id or its owner's id has changed."""
    kind, identifier = key
    if key in new_ids:
        return kind, new_ids[key]
    owner_kind = KINDS[kind].owner
    if owner_kind:
        owner, _, rest = identifier.rpartition("/")
        return kind, f"{new_ids.get((owner_kind, owner), owner)}/{rest}"
    return key


def _as_written_now(old: Account, new: Account, before: RecordsByKey, after: RecordsByKey) -> Account:
    """Return the earlier state of an account with the addresses as the later rules of its network write them.

    A page whose address only those rules changed did not move: the change is told of the network.
    """
    key = ("network", new.network)
    earlier, later = before.get(key), after.get(key)
    if old.network != new.network or earlier is None or later is None or earlier == later:
        return old

    def same(was: str, now: str) -> bool:
        return was == now or _read(was, later) == now or _read(now, earlier) == was

    url = new.url if same(old.url, new.url) else old.url
    former = old.previous_addresses
    if len(former) == len(new.previous_addresses):
        former = tuple(
            replace(was, url=now.url) if same(was.url, now.url) else was
            for was, now in zip(former, new.previous_addresses, strict=True)
        )
    return replace(old, url=url, previous_addresses=former)


def _read(url: str, network: Network) -> str | None:
    page = read_address(url, (network,))
    return page.canonical if isinstance(page, Address) else None


def _id_changed(lookup: RegistryLookup, key: RecordKey, old: RecordKey, record: Organization | Account) -> Change:
    if isinstance(record, Organization):
        return lookup.of_organization("organization-id-changed", record, old=old[1], new=key[1])
    return lookup.of_account("account-id-changed", record, old=old[1], new=key[1])
