"""What a change of a responsible person must bring along, judged from the registry before and after it.

The order's number and date (clause p.4 with its requirement), and a notice to city hall (1.6.4). A prepared notice, a
draft not sent yet, is enough here: the decree demands that it be *sent* promptly after the change, and whoever brings
the change often brings it on that very day; a demand for a sent letter would teach people to write down dates that are
not true. Whether it was sent in time is judged afterwards, by `change-notified`. The regional centre is told by city
hall's officer (1.5.2), so that notice is asked of no organization's change.

The first person of a history is an appointment, which nobody need be told of, and which p.4 only recommends to make by
an order: what it lacks is advice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from reestr.judging.rules.notifications import must_be_notified
from reestr.registry.organization import Organization, Responsible
from reestr.registry.paperwork import Notice, PreparedNotice
from reestr.registry.registry import Registry

_NONE: Mapping[str, str] = MappingProxyType({})


class Lack(StrEnum):
    """What a change lacks. `HISTORY`: the person before is no longer on record, so that nothing shows a change."""

    DAY = "day"
    ORDER = "order"
    NOTICE = "notice"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Demand:
    """What is missing for one new person: `change_on` is the first day, None while unknown.

    `path` and `line` are the new entry's in the organization's record. `advice`: nothing of it is mandatory.
    """

    organization: Organization
    change_on: datetime.date | None
    lacks: tuple[Lack, ...]
    path: str
    advice: bool

    @property
    def file(self) -> str:
        """The organization's record."""
        return self.organization.origin.file

    @property
    def line(self) -> int:
        """The line of the new entry, counted from 1."""
        return self.organization.origin.line(self.path)


def demands(before: Registry, after: Registry, renamed: Mapping[str, str] = _NONE) -> tuple[Demand, ...]:
    """What the new responsible persons lack, by organization. Both registries must be of the internal edition.

    `renamed` gives the id that an organization had before, where it is another now.

    A person is the same while the first day is (as in the comparison of two states): other changes of an entry are
    corrections. A new organization comes with its history, which this says nothing of.
    """
    found: list[Demand] = []
    for organization in after.organizations.values():
        earlier = before.organizations.get(renamed.get(organization.id, organization.id))
        if earlier is not None and earlier.responsible != organization.responsible and not organization.closed:
            found += _of_organization(after, earlier, organization)
    return tuple(found)


def _of_organization(after: Registry, before: Organization, organization: Organization) -> Iterator[Demand]:
    known = {person.since for person in before.responsible}
    for index, person in enumerate(organization.responsible):
        if person.since in known:
            continue
        lacks = tuple(_lacks(after, before, organization, index, person))
        if lacks:
            appointed = index == 0 and not before.responsible
            yield Demand(organization, person.since, lacks, f"/responsible/{index}", advice=appointed)


def _lacks(
    after: Registry, before: Organization, organization: Organization, index: int, person: Responsible
) -> Iterator[Lack]:
    if person.order is None or not person.order.number or person.order.date is None:
        yield Lack.ORDER
    if index == 0 and before.responsible:
        yield Lack.HISTORY
    if person.since is None:
        yield Lack.DAY
    # Who was first, or has taken the first one's place, still followed somebody.
    elif must_be_notified(after.act, max(index, len(before.responsible)), person.since) and not _is_prepared(
        after, organization, person.since
    ):
        yield Lack.NOTICE


def _is_prepared(registry: Registry, organization: Organization, change_on: datetime.date) -> bool:
    """Whether city hall was told, or a notice to it is prepared, or nobody need be told: no page is kept there."""
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
