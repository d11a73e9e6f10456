"""Lookups by which a change names organizations, accounts and networks; which fields of two records differ."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from reestr.history.timeline.model import Change
from reestr.judging.finding import Subject
from reestr.records.json_pointer import steps_of
from reestr.records.kinds import KINDS
from reestr.records.record import RecordKey
from reestr.registry.account import Account
from reestr.registry.addresses import without_scheme
from reestr.registry.city import Network
from reestr.registry.lists import CityLists
from reestr.registry.organization import Organization


def with_new_ids(kind: str, record: Any, new_ids: Mapping[RecordKey, str]) -> Any:
    """Return the registry record with the new ids in its references; the same object if it refers to no renamed record.

    Its attributes have the names of the fields that `records.kinds` lists as references.
    """
    targets = {target for target, _ in new_ids}
    for pointer, target in KINDS[kind].references.items():
        if target in targets:
            record = _renamed(record, steps_of(pointer), target, new_ids)
    return record


def _renamed(value: Any, steps: Sequence[str], target: str, new_ids: Mapping[RecordKey, str]) -> Any:
    if value is None:
        return None
    if not steps:
        return new_ids.get((target, value), value)
    if steps[0] == "*":
        items = tuple(_renamed(item, steps[1:], target, new_ids) for item in value)
        return value if items == value else items
    before = getattr(value, steps[0])
    after = _renamed(before, steps[1:], target, new_ids)
    return value if after is before else replace(value, **{steps[0]: after})


_LookupItem = TypeVar("_LookupItem")


@dataclass(frozen=True, slots=True)
class RegistryLookup:
    """The organizations, accounts and networks of two states. For a record of both states, the later one counts.

    `lists` are those of the later state.
    """

    organizations: Mapping[str, Organization]
    accounts: Mapping[str, Account]
    networks: Mapping[str, Network]
    lists: CityLists | None = None

    def of_organization(self, key: str, organization: Organization, **values: object) -> Change:
        """Return a change of an organization."""
        subject = Subject("organization", organization.id)
        return Change(key, subject, organization.id, organization.title, values)

    def of_account(self, key: str, account: Account, **values: object) -> Change:
        """Return a change of an account; `values` always has its `network`."""
        network = self.networks.get(account.network)
        name = network.name if network is not None else account.network
        return Change(
            key,
            Subject("account", account.id),
            account.organization,
            without_scheme(account.url),
            {"network": name, **values},
        )

    def of_paper(self, key: str, organization: str, **values: object) -> Change:
        """A change of a paper of an organization: a plan, a notice, a result."""
        subject = Subject("organization", organization)
        return Change(key, subject, organization, self.title_of(organization), values)

    def title_of(self, organization: str) -> str:
        """The title of an organization; its id where it is not known."""
        known = self.organizations.get(organization)
        return known.title if known is not None else organization


def dated_key(key: str, day: datetime.date | None) -> tuple[str, dict[str, object]]:
    """Return the key of a dated fact with its value; if the day is unknown, the key of the same fact without a day."""
    return (key, {"on": day.isoformat()}) if day is not None else (f"{key}-undated", {})


def differing(before: object, after: object, fields: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the fields that differ, from pairs of an attribute and its field in the schema."""
    return tuple(dict.fromkeys(name for attribute, name in fields if _differs(before, after, attribute)))


def removed(before: object, after: object, fields: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the fields that were removed, from the same pairs."""
    gone = (pair for pair in fields if getattr(before, pair[0]) is not None and getattr(after, pair[0]) is None)
    return tuple(dict.fromkeys(name for _, name in gone))


def _differs(before: object, after: object, attribute: str) -> bool:
    return bool(getattr(before, attribute) != getattr(after, attribute))


def lost_items(before: Sequence[_LookupItem], after: Sequence[_LookupItem]) -> Iterator[_LookupItem]:
    """Yield the items that a list no longer has, in their order."""
    rest = list(after)
    for item in before:
        if item in rest:
            rest.remove(item)
        else:
            yield item
