"""An organization of the city: its passport, its responsible persons and its exemptions, with their history."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reestr.registry.city import Appointment, Contact, FormerCategory, Note
from reestr.registry.lists import ACT_ROW, FORMER
from reestr.registry.norms import ALWAYS, Period
from reestr.registry.origin import ArchivedAnswers, Evidence, Origin


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground for having no page, in all networks or in some: a row of the act, an agreement or another document.

    `proof` is the role of the ground in the list of the city (by default, in that of all cities before), `granted` the
    days on which the act knows it.
    """

    ground: str
    clause: str | None
    letter: Appointment | None
    networks: tuple[str, ...]
    since: datetime.date | None
    until: datetime.date | None
    reason: str | None
    proof: str = ""
    granted: Period = ALWAYS

    def __post_init__(self) -> None:
        if not self.proof:
            object.__setattr__(self, "proof", FORMER.role("grounds", self.ground))

    def covers(self, network: str) -> bool:
        """Return whether the exemption applies to a network; one that names no networks applies to all."""
        return not self.networks or network in self.networks

    def holds_on(self, day: datetime.date) -> bool:
        """Return whether the exemption is in force on a day.

        Its term must run, and all but a row of the act need a numbered letter dated no later than that day. Without it,
        it neither exempts the organization nor counts as a breach.
        """
        letter = self.letter_date
        return self.runs_on(day) and (self.proof == ACT_ROW or (letter is not None and letter <= day))

    def runs_on(self, day: datetime.date) -> bool:
        """Return whether the day lies within the stated term, proven or not. An unknown first day counts as begun."""
        return self.term.covers(day)

    @property
    def term(self) -> Period:
        """Return the stated days on which the act knows the ground."""
        stated = Period(self.since, self.until)
        return stated if self.granted is ALWAYS else stated.within(self.granted)

    @property
    def letter_date(self) -> datetime.date | None:
        """Return the date of the letter of agreement; None while its number or its date is unknown."""
        return self.letter.date if self.letter is not None and self.letter.number else None


@dataclass(frozen=True, slots=True)
class Responsible:
    """A present or former responsible person (clause p.4).

    The public edition has `name` only with the person's consent.
    """

    role: str | None
    name: str | None
    contact: Contact
    order: Appointment | None
    since: datetime.date | None
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class MachineListing:
    """The accounts that the program saw linked on the organization's own site, on a day."""

    on: datetime.date
    lists: tuple[str, ...]
    answers: ArchivedAnswers | None = None


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The page of the organization's own site that lists its accounts (clause 1.6.2).

    `checked_on` and `lists` are a person's check; `lists` is empty both if the page lists no account and if it is
    unknown what it lists; `lists_known` tells which. `machine` is what the program saw there.
    """

    url: str | None
    checked_on: datetime.date | None
    lists: tuple[str, ...]
    lists_known: bool = True
    machine: MachineListing | None = None


@dataclass(frozen=True, slots=True)
class OrganizationAnswer:
    """What an organization answered to a verdict: `kind` "disagree", or "will-fix" with the day `until`.

    It is about one requirement, and about one account, None for all that the requirement concerns. `accepted` is the
    decision of the registry's keeper on the day `decided_on`; both None while there is none. It stands beside the
    verdict up to `expires` (None: without end) and never changes it.
    """

    requirement: str
    account: str | None
    kind: str
    on: datetime.date
    until: datetime.date | None
    text: str | None
    document: Appointment | None
    accepted: bool | None
    decided_on: datetime.date | None
    decision: str | None
    expires: datetime.date | None

    def stands_on(self, day: datetime.date) -> bool:
        """Return whether the answer was given by a day and has not expired."""
        return self.on <= day and (self.expires is None or day <= self.expires)

    def is_decided(self, day: datetime.date) -> bool:
        """Return whether the keeper had decided on it by a day."""
        return self.decided_on is not None and self.decided_on <= day


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter that reminded an organization of requirements, on the day it was sent. Internal."""

    on: datetime.date
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organization:
    """`organizations/**/<id>.yaml`. `has_site` is None while it is unknown whether the organization has a site.

    A branch names in `branch_of` the organization whose INN and OGRN it has; its KPP is its own.

    `responsible` is empty both if there is no responsible person and if it is unknown; `responsible_known` tells which.
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
    category: str | None = None
    previous_categories: tuple[FormerCategory, ...] = ()
    answers: tuple[OrganizationAnswer, ...] = ()
    reminders: tuple[Reminder, ...] = ()

    @property
    def title(self) -> str:
        """Return the name used in lists: the short name, or the full one if there is no short one."""
        return self.short_name or self.name

    def is_closed(self, day: datetime.date) -> bool:
        """Return whether the organization no longer exists on a day. An unknown closing day counts as closed."""
        return self.closed and (self.closed_on is None or self.closed_on <= day)

    def is_to_come(self, day: datetime.date) -> bool:
        """Whether it does not exist yet on a day; an unknown beginning counts as begun."""
        return self.since is not None and day < self.since

    def exemption(self, network: str, day: datetime.date) -> Exemption | None:
        """Return the exemption in force for a network on a day; None if there is none."""
        return next((item for item in self.exemptions if item.covers(network) and item.holds_on(day)), None)

    def claimed_exemption(self, network: str, day: datetime.date) -> Exemption | None:
        """Return an exemption for a network whose term runs on a day but whose letter is unknown; None if there is
        none.
        """
        return next(
            (
                item
                for item in self.exemptions
                if item.proof != ACT_ROW and item.letter_date is None and item.covers(network) and item.runs_on(day)
            ),
            None,
        )

    def current_responsible(self, day: datetime.date) -> Responsible | None:
        """Return the responsible person on a day: the last appointed of those whose term includes it; None if there is
        none.
        """
        serving = [
            item
            for item in self.responsible
            if (item.since is None or item.since <= day) and (item.until is None or day <= item.until)
        ]
        return serving[-1] if serving else None

    def answer(self, requirement: str, account: str | None, day: datetime.date) -> OrganizationAnswer | None:
        """Return the latest answer that stands on a day to a verdict on a requirement; None if there is none.

        `account` is the account that the verdict is about, None if it is about the organization.
        """
        standing = [
            item
            for item in self.answers
            if item.requirement == requirement and item.account in (None, account) and item.stands_on(day)
        ]
        return max(standing, key=lambda item: item.on, default=None)

    def reminders_of(self, requirement: str, day: datetime.date) -> tuple[datetime.date, ...]:
        """Return the days up to a day on which the organization was reminded of a requirement, the earliest first."""
        return tuple(sorted(item.on for item in self.reminders if requirement in item.requirements and item.on <= day))

    def at(self, path: str = "") -> Evidence:
        """Return evidence that points into this record."""
        return Evidence(self.origin, path)
