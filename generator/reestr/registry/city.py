"""The city's own records: who keeps the registry, the act it follows, the requirements read from it, the networks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reestr.registry.addresses import AddressForm
from reestr.registry.origin import Origin

_OF_ORGANIZATION = frozenset(("organization", "organization-head", "organization-responsible"))


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody; an empty text or tuple is "not given"."""

    email: str | None = None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """The document by which somebody is appointed."""

    document: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """The municipality whose registry this is."""

    name: str
    short_name: str
    region: str | None
    oktmo: str | None


@dataclass(frozen=True, slots=True)
class CityHall:
    """The body that issued the act and keeps the registry."""

    name: str
    short_name: str
    site: str | None
    address: str | None
    contact: Contact


@dataclass(frozen=True, slots=True)
class Officer:
    """The responsible officer of city hall (clause p.2)."""

    name: str | None
    position: str | None
    appointed_by: Appointment | None
    contact: Contact


@dataclass(frozen=True, slots=True)
class RegionalCentre:
    """The regional management centre (ЦУР), clauses 1.5.2 and 1.7."""

    name: str
    short_name: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class Material:
    """A methodical material for those who keep the pages (clauses 1.5.1, 1.7)."""

    title: str
    url: str
    publisher: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class City:
    """`registry.yaml`: the municipality, its people and the settings of its calendar.

    `non_working_days` are the days off besides Saturdays and Sundays; `frozen_on` is the date a demonstration registry
    is judged on unless another is asked for.
    """

    municipality: Municipality
    city_hall: CityHall
    officer: Officer | None
    regional_centre: RegionalCentre | None
    time_zone: str
    non_working_days: frozenset[datetime.date]
    frozen_on: datetime.date | None
    fictional: bool
    materials: tuple[Material, ...]
    origin: Origin

    def default_date(self, now: datetime.datetime) -> datetime.date:
        """The date the registry is judged on unless another is asked for: `frozen_on`, else the day it is there.

        `now` is an aware moment.
        """
        return self.frozen_on or now.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a clause (`kind` "defect" or "reading") or on a record."""

    text: str
    kind: str = ""
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the act's text, verbatim: a clause, a paragraph, a heading, a row of the annex."""

    id: str
    part: str
    kind: str
    number: str | None
    parent: str | None
    text: str
    unchecked: str | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """An outlet in which the act must be published (clauses p.5, p.6); the date is None while unknown."""

    outlet: str
    medium: str
    url: str | None
    published_on: datetime.date | None
    clause: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """`act.yaml`: the whole act, block by block in the printed order."""

    id: str
    document: str
    number: str
    date: datetime.date
    issuer: str
    title: str
    effective_on: datetime.date | None
    publications: tuple[Publication, ...]
    blocks: Mapping[str, Block]
    origin: Origin
    sample: bool = False
    """Whether it is another city's, taken for a sample: it binds nobody here (`reestr init`)."""

    @property
    def citation(self) -> str:
        """How the act is cited in a sentence, without its title; a sample is never cited as if it were in force."""
        return f"{self.document} от {self.date:%d.%m.%Y} № {self.number}" + (" (образец)" if self.sample else "")

    @property
    def binding_from(self) -> datetime.date:
        """The day from which the act asks for anything: that of its effect, while it is unknown its own date."""
        return self.effective_on or self.date


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, term or list a check works with, and where it comes from: the decree or a setting of this registry."""

    value: object
    basis: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """`requirements/<id>.yaml`: our reading of one demand of the act."""

    id: str
    title: str
    clauses: tuple[str, ...]
    obliged: tuple[str, ...]
    force: str
    statement: str
    check: str | None
    subject: str | None
    unchecked: str | None
    parameters: Mapping[str, Parameter]
    internal: bool
    remedy: str | None
    order: int
    origin: Origin

    @property
    def clause(self) -> str:
        """The clauses it reads, as one text."""
        return ", ".join(self.clauses)

    @property
    def is_organizations_duty(self) -> bool:
        """Whether an organization has to answer for it: it, its head or its responsible person is obliged.

        What only city hall, its officer or the regional centre owes never counts against an organization, though the
        verdict is about it.
        """
        return not _OF_ORGANIZATION.isdisjoint(self.obliged)

    def number(self, name: str) -> int:
        """A whole-number parameter (days, posts, weeks). Raises KeyError or TypeError where the record lacks it."""
        value = self.parameters[name].value
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"parameter {name} of {self.id} is not a whole number")
        return value

    def flag(self, name: str) -> bool:
        """A yes/no parameter. Raises KeyError or TypeError where the record lacks it."""
        value = self.parameters[name].value
        if not isinstance(value, bool):
            raise TypeError(f"parameter {name} of {self.id} is not true or false")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of texts. Raises KeyError or TypeError where the record lacks it."""
        value = self.parameters[name].value
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"parameter {name} of {self.id} is not a list")
        return tuple(str(item) for item in value)


@dataclass(frozen=True, slots=True)
class Network:
    """`networks/<id>.yaml`: a social network, the hosts it answers on and the forms its addresses take."""

    id: str
    name: str
    short_name: str
    required: bool
    clause: str | None
    hosts: tuple[str, ...]
    canonical_host: str
    forms: tuple[AddressForm, ...]
    origin: Origin
