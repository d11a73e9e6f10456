"""Known false pages: pages that pretend to be an organization's official page and are not."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.registry.city import Appointment
from reestr.registry.origin import Origin


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a false page: to whom, when, under which number it was taken, by whom (a post, not a name)."""

    to: str
    on: datetime.date
    number: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Fake:
    """`fakes/<id>.yaml`: a page in a network that pretends to be a page of the organization `pretends_to_be`.

    `basis` says why it is known to be false. `seen_on` is the last day on which somebody saw that it still exists,
    `gone_on` the first on which it no longer did.
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
        """Whether the page no longer exists on a day."""
        return self.gone_on is not None and self.gone_on <= day
