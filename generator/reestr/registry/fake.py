"""Known false pages: pages that pretend to be an organization's official page and are not."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.registry.city import Appointment
from reestr.registry.origin import Origin


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a false page: the addressee, the day, the incoming number, and who reported it (a post, not a
    name).
    """

    to: str
    on: datetime.date
    number: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Fake:
    """`fakes/<id>.yaml`: a network page that pretends to belong to the organization `pretends_to_be`.

    `basis` says why the page is known to be false. `seen_on` is the last day on which the page was seen to exist,
    `gone_on` the first day on which it no longer existed.
    """

    id: str
    pretends_to_be: str
    network: str
    url: str
    numeric_id: str | None
    found_on: datetime.date
    basis: str
    document: Appointment | None
    reports: tuple[Report, ...]
    seen_on: datetime.date | None
    gone_on: datetime.date | None
    origin: Origin

    def is_gone(self, day: datetime.date) -> bool:
        """Return whether the page no longer exists on `day`."""
        return self.gone_on is not None and self.gone_on <= day
