"""An organization of the city: its passport, its responsible persons and its exemptions, with their history."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.registry.city import Appointment, Contact, Note
from reestr.registry.origin import Evidence, Origin


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground for keeping no page (clause 1.3): an annex row or an agreement, for all networks or for some."""

    ground: str
    clause: str | None
    letter: Appointment | None
    networks: tuple[str, ...]
    since: datetime.date | None
    until: datetime.date | None
    reason: str | None

    def covers(self, network: str) -> bool:
        """Whether it speaks of this network: one that names no network speaks of all."""
        return not self.networks or network in self.networks

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it is in force on a day: its term runs, and an agreement has a letter with a number, not of a later
        day (clause 1.3). A claim without that letter excuses nobody and is held against nobody."""
        letter = self.letter_date
        return self.runs_on(day) and (self.ground != "agreement" or (letter is not None and letter <= day))

    def runs_on(self, day: datetime.date) -> bool:
        """Whether a day lies in the term it names, proven or not; an unknown beginning counts as begun."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def letter_date(self) -> datetime.date | None:
        """The date of the letter of agreement; None while its number or its date is unknown."""
        return self.letter.date if self.letter is not None and self.letter.number else None


@dataclass(frozen=True, slots=True)
class Responsible:
    """One who is or was responsible for the accounts (clause p.4); the public edition has a `name` only by consent."""

    role: str | None
    name: str | None
    contact: Contact
    order: Appointment | None
    since: datetime.date | None
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The page of the organization's own site that lists its accounts (clause 1.6.2).

    `lists` is empty both where the page names none of them and where nobody wrote down which: see `lists_known`.
    """

    url: str | None
    checked_on: datetime.date | None
    lists: tuple[str, ...]
    lists_known: bool = True


@dataclass(frozen=True, slots=True)
class Organization:
    """`organizations/**/<id>.yaml`. `has_site` is None while it is unknown whether the organization has a site.

    A branch names in `branch_of` the organization whose INN and OGRN it has; its KPP is its own.

    `responsible` is empty where nobody is responsible and where nobody knows: `responsible_known` tells them apart.
    """

    id: str
    name: str
    short_name: str | None
    legal_form: str
    sphere: str | None
    inn: str | None
    ogrn: str | None
    site: str | None
    has_site: bool | None
    address: str | None
    coordinates: Coordinates | None
    contact: Contact
    since: datetime.date | None
    closed: bool
    closed_on: datetime.date | None
    successor: str | None
    exemptions: tuple[Exemption, ...]
    responsible: tuple[Responsible, ...]
    responsible_known: bool
    accounts_page: AccountsPage | None
    reviewed_on: datetime.date | None
    notes: tuple[Note, ...]
    origin: Origin
    kpp: str | None = None
    branch_of: str | None = None

    @property
    def title(self) -> str:
        """The name used in lists: the short one where there is one."""
        return self.short_name or self.name

    def is_closed(self, day: datetime.date) -> bool:
        """Whether it no longer exists on a day; closed on an unknown date counts as closed."""
        return self.closed and (self.closed_on is None or self.closed_on <= day)

    def exemption(self, network: str, day: datetime.date) -> Exemption | None:
        """The exemption in force for a network on a day."""
        return next((item for item in self.exemptions if item.covers(network) and item.holds_on(day)), None)

    def claimed_exemption(self, network: str, day: datetime.date) -> Exemption | None:
        """An agreement for a network whose term runs on a day, but whose letter the registry does not know."""
        return next(
            (
                item
                for item in self.exemptions
                if item.ground == "agreement"
                and item.letter_date is None
                and item.covers(network)
                and item.runs_on(day)
            ),
            None,
        )

    def current_responsible(self, day: datetime.date) -> Responsible | None:
        """The responsible person on a day: the last appointed of those whose term covers it."""
        serving = [
            item
            for item in self.responsible
            if (item.since is None or item.since <= day) and (item.until is None or day <= item.until)
        ]
        return serving[-1] if serving else None

    def at(self, path: str = "") -> Evidence:
        """Evidence in this record."""
        return Evidence(self.origin, path)
