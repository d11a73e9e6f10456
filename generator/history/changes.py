"""Two states of a registry compared in its own terms: typed changes, never differences of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.history.account_changes import account_changes, activity_changes
from generator.history.city_changes import act_changes, network_changes, requirement_changes, settings_changes
from generator.history.frame import Frame
from generator.history.organization_changes import organization_changes
from generator.history.paperwork_changes import assignment_changes, notice_changes, plan_changes
from generator.history.references import Key, referring
from generator.model.account import Account
from generator.model.organization import Organization
from generator.model.timeline import Change

Records = Mapping[Key, Any]
"""Records of the model by key; drafts, and what an edition may not show, are not among them."""

# The order in which changes are told: the city first, then organizations with theirs.
_ORDER = (
    "registry",
    "act",
    "requirement",
    "network",
    "organization",
    "account",
    "activity",
    "plan",
    "assignment",
    "notice",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What two states differ in: the changes, and the ids that became others (old key -> new key)."""

    changes: tuple[Change, ...]
    renamed: Mapping[Key, Key]


def compare(before: Records, after: Records, frame: Frame) -> Compared:
    """The changes from one state to the other. Only records that may differ need be given.

    A record is its kind and id: a file moved between folders or formatted anew is no change. A record that is gone
    while another with the same identity came has changed its id (see `renamed_records`).
    """
    renamed = renamed_records(before, after)
    new_ids = {(kind, old): new for (kind, old), (_, new) in renamed.items()}
    old_records = {_moved(key, new_ids): referring(record, new_ids) for key, record in before.items()}
    old_keys = {new: old for old, new in renamed.items()}
    changes: list[Change] = []
    for key in sorted({*old_records, *after}, key=lambda item: (_ORDER.index(item[0]), item[1])):
        old, new = old_records.get(key), after.get(key)
        if key in old_keys and new is not None:
            changes.append(_id_changed(frame, key, old_keys[key], new))
        if old is not new:
            changes += _of_record(frame, key[0], old, new)
    return Compared(tuple(changes), renamed)


def renamed_records(before: Records, after: Records) -> dict[Key, Key]:
    """Records whose id became another, old key -> new key.

    An organization is the same by its INN, else by its full name; an account by its address, else by network and
    number. Where several would fit, none is taken for the same.
    """
    renamed: dict[Key, Key] = {}
    for kind, identities in (("organization", _ORGANIZATION), ("account", _ACCOUNT)):
        gone = {key: before[key] for key in before if key[0] == kind and key not in after}
        come = {key: after[key] for key in after if key[0] == kind and key not in before}
        for identity in identities:
            for value, keys in _by_identity(gone, identity).items():
                found = _by_identity(come, identity).get(value, [])
                if len(keys) == len(found) == 1:
                    renamed[keys[0]] = found[0]
                    del gone[keys[0]], come[found[0]]
    return renamed


_ORGANIZATION = (lambda item: item.inn, lambda item: item.name)
_ACCOUNT = (lambda item: item.url, lambda item: item.numeric_id and (item.network, item.numeric_id))


def _by_identity(records: Records, identity: Any) -> dict[object, list[Key]]:
    groups: dict[object, list[Key]] = {}
    for key, record in records.items():
        value = identity(record)
        if value:
            groups.setdefault(value, []).append(key)
    return groups


def _moved(key: Key, new_ids: Mapping[Key, str]) -> Key:
    """The key a record has once its owner, or itself, has got another id."""
    kind, identifier = key
    if key in new_ids:
        return kind, new_ids[key]
    owner_kind = {"activity": "account", "plan": "organization"}.get(kind)
    if owner_kind is not None:
        owner, _, rest = identifier.rpartition("/")
        return kind, f"{new_ids.get((owner_kind, owner), owner)}/{rest}"
    return key


def _id_changed(frame: Frame, key: Key, old: Key, record: Organization | Account) -> Change:
    if isinstance(record, Organization):
        return frame.of_organization("organization-id-changed", record, old=old[1], new=key[1])
    return frame.of_account("account-id-changed", record, old=old[1], new=key[1])


def _of_record(frame: Frame, kind: str, old: Any, new: Any) -> Iterator[Change]:
    if kind == "organization":
        return organization_changes(frame, old, new)
    if kind == "account":
        return account_changes(frame, old, new)
    if kind == "activity":
        return activity_changes(frame, old, new)
    if kind == "plan":
        return plan_changes(frame, old, new)
    if kind == "assignment":
        return assignment_changes(frame, old, new)
    if kind == "notice":
        return notice_changes(frame, old, new)
    if kind == "requirement":
        return requirement_changes(old, new)
    if kind == "network":
        return network_changes(old, new)
    return settings_changes(old, new) if kind == "registry" else act_changes(old, new)
