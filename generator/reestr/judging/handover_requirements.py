"""Finds what is missing when a responsible person changes, by comparing the registry before and after.

A change needs an order with number and date (clause p.4 with its requirement) and a notice to city hall (1.6.4). A
prepared notice, that is a draft not yet sent, is enough here. The decree demands that the notice be *sent* promptly
after the change, and the change is often recorded on the same day; requiring a sent letter would make people enter
false dates. The rule `notified` judges later whether it was sent in time. The regional centre is notified by city
hall's officer, so the organization does not need that notice.

The first person in the history is an appointment: no notice is needed, and p.4 only recommends an order. What an
appointment lacks is advice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from reestr.judging.rules.notified import must_be_notified
from reestr.registry.organization import Organization, Responsible
from reestr.registry.paperwork import Notice, PreparedNotice
from reestr.registry.registry import Registry

_NONE: Mapping[str, str] = MappingProxyType({})


class MissingItem(StrEnum):
    """What a change lacks. `HISTORY`: the previous person is no longer on record, so the record shows no change."""

    DAY = "day"
    ORDER = "order"
    NOTICE = "notice"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class IncompleteHandover:
    """What is missing for one new person. `change_on` is the person's first day, None while unknown.

    `path` and `line` point to the new entry in the organization's record. `advice` means nothing of it is mandatory.
    """

    organization: Organization
    change_on: datetime.date | None
    lacks: tuple[MissingItem, ...]
    path: str
    advice: bool

    @property
    def file(self) -> str:
        """Return the file of the organization's record."""
        return self.organization.origin.file

    @property
    def line(self) -> int:
        """Return the line of the new entry, counted from 1."""
        return self.organization.origin.line(self.path)


def incomplete_handovers(
    before: Registry, after: Registry, renamed: Mapping[str, str] = _NONE
) -> tuple[IncompleteHandover, ...]:
    """Return what is missing for the new responsible persons, by organization.

    Both registries must be internal editions.

    `renamed` maps a new id of an organization to its previous id.

    Two entries are the same person if their first day is equal (as in the comparison of two states); other changes of
    an entry are corrections. New organizations, which come with a whole history, are not examined.
    """
    found: list[IncompleteHandover] = []
    for organization in after.organizations.values():
        earlier = before.organizations.get(renamed.get(organization.id, organization.id))
        if earlier is not None and earlier.responsible != organization.responsible and not organization.closed:
            found += _of_organization(after, earlier, organization)
    return tuple(found)


def _of_organization(after: Registry, before: Organization, organization: Organization) -> Iterator[IncompleteHandover]:
    known = {person.since for person in before.responsible}
    for index, person in enumerate(organization.responsible):
        if person.since in known:
            continue
        lacks = tuple(_lacks(after, before, organization, index, person))
        if lacks:
            appointed = index == 0 and not before.responsible
            yield IncompleteHandover(organization, person.since, lacks, f"/responsible/{index}", advice=appointed)


def _lacks(
    after: Registry, before: Organization, organization: Organization, index: int, person: Responsible
) -> Iterator[MissingItem]:
    if person.order is None or not person.order.number or person.order.date is None:
        yield MissingItem.ORDER
    if index == 0 and before.responsible:
        yield MissingItem.HISTORY
    if person.since is None:
        yield MissingItem.DAY
    # Index 0 replaces a person if the old record had one.
    elif (
        _notice_is_mandatory(after, person.since)
        and must_be_notified(_binding_from(after, person.since), max(index, len(before.responsible)), person.since)
        and not _is_prepared(after, organization, person.since)
    ):
        yield MissingItem.NOTICE


def _binding_from(registry: Registry, day: datetime.date) -> datetime.date:
    requirement = registry.leading_requirement("notified", day, to="city-hall")
    return registry.act.binding_from if requirement is None else registry.binding_from(requirement)


def _notice_is_mandatory(registry: Registry, day: datetime.date) -> bool:
    """Return whether a notice to city hall was demanded on the day of a change; it is where no requirement says that it
    is only recommended.
    """
    requirement = registry.leading_requirement("notified", day, to="city-hall")
    return requirement is None or requirement.is_mandatory


def _is_prepared(registry: Registry, organization: Organization, change_on: datetime.date) -> bool:
    """Return whether city hall was notified, a notice is prepared, or no notice is needed because the organization has
    no page.
    """
    if registry.is_excused(organization, change_on):
        return True
    notices: tuple[Notice | PreparedNotice, ...] = (
        *registry.notices_by_organization.get(organization.id, ()),
        *registry.prepared_notices,
    )
    return any(
        (notice.organization, notice.change_on, notice.to) == (organization.id, change_on, "city-hall")
        for notice in notices
    )
