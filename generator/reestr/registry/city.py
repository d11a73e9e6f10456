"""The city's own records: the keeper of the registry, the act, the requirements read from the act, the networks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from reestr.registry.addresses import AddressForm
from reestr.registry.lists import FORMER, CityLists
from reestr.registry.norms import ALWAYS, Case, NoNormError, Norm, Period, act_of, binding_norm
from reestr.registry.origin import Origin
from reestr.registry.rule_calls import RuleCall, check_of
from reestr.registry.words import ACT_IN_GENERAL, CITY, HALL_IN_GENERAL, Noun

_OF_ORGANIZATION = frozenset(("organization", "organization-head", "organization-responsible"))


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person or a body. An empty text or tuple means "not given"."""

    email: str | None = None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """The document that appoints a person."""

    document: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """The municipality whose registry this is. `words` is what sentences call it: «город», «район»."""

    name: str
    short_name: str
    region: str | None
    oktmo: str | None
    words: Noun = CITY


@dataclass(frozen=True, slots=True)
class CityHall:
    """The body that issued the act and keeps the registry.

    `words` is what sentences call it («мэрия города»), `short_words` the same where space is scarce («мэрия»).
    """

    name: str
    short_name: str
    site: str | None
    address: str | None
    contact: Contact
    words: Noun = HALL_IN_GENERAL
    short_words: Noun = HALL_IN_GENERAL


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
    """A document with methodical advice for the keepers of the pages (clauses 1.5.1, 1.7)."""

    title: str
    url: str
    publisher: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Category:
    """A category of organizations or pages with norms of its own, and the days on which the act knows it."""

    id: str
    title: str
    clause: str | None = None
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class FormerCategory:
    """The category, None if there was none, that an organization or a page had up to a day, that day included."""

    category: str | None
    until: datetime.date


def category_on(day: datetime.date, present: str | None, former: tuple[FormerCategory, ...]) -> str | None:
    """Return the category of a day: the first former one that had not ended, else the present one."""
    return next((item.category for item in former if day <= item.until), present)


@dataclass(frozen=True, slots=True)
class DataLicence:
    """On what terms the open data may be used: the licence's name, the address of its text, its id in the list of SPDX
    (None: it has none).
    """

    name: str
    url: str
    spdx: str | None


@dataclass(frozen=True, slots=True)
class City:
    """`registry.yaml`: the municipality, its people and the settings of its calendar.

    `non_working_days` are the days off besides Saturdays and Sundays. `frozen_on` is the default date of a
    demonstration registry (see `default_date`); None for a real one. `licence` is that of the open data, None where the
    city has named none.
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
    categories: tuple[Category, ...] = ()
    lists: CityLists = FORMER
    licence: DataLicence | None = None

    def category(self, name: str | None, day: datetime.date) -> Category | None:
        """Return a category that there is on a day; None if there is none of that name, or not on that day."""
        return next((item for item in self.categories if item.id == name and item.period.covers(day)), None)

    def default_date(self, now: datetime.datetime) -> datetime.date:
        """Return the date the registry is judged on by default: `frozen_on`, otherwise the local day in the city at
        `now`.

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
    """One piece of the act's text, verbatim: a clause, a paragraph, a heading or a row of the annex."""

    id: str
    part: str
    kind: str
    number: str | None
    parent: str | None
    text: str
    unchecked: str | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the act: the decree itself, the order it approves, an annex.

    `cite` is how one of its numbered blocks is cited, with `{number}` in it; `words` is what sentences call the part,
    None if nothing needs it.
    """

    id: str
    title: str
    cite: str
    words: Noun | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """An outlet in which the act must be published (clauses p.5, p.6). The date is None while unknown."""

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
    """Whether the act is another city's, used as a sample (`reestr init`): it binds nobody here."""
    words: Noun = ACT_IN_GENERAL
    parts: Mapping[str, Part] = field(default_factory=dict)
    """By id, in the order of the record; a record of before has none."""
    until: datetime.date | None = None
    """The last day on which it is in force; None while it is, or if that day is unknown."""
    replaces: tuple[str, ...] = ()
    """The ids of the acts that it replaces."""
    consequences: tuple[str, ...] | None = None
    """The blocks that say what follows if it is not obeyed: () if none does, None if nobody has looked."""
    others: Mapping[str, Act] = field(default_factory=dict)
    """Of the city's main act: the further acts by id, whose clauses are cited beside its own."""

    def find(self, clause: str) -> tuple[Act, Block] | None:
        """Return the act and the block that a clause names: "2.2" of this act, "reg-12#5" of another one; None if there
        is none.
        """
        name = act_of(clause)
        act = self.others.get(name) if name else self
        block = None if act is None else act.blocks.get(clause.rpartition("#")[2])
        return None if act is None or block is None else (act, block)

    @property
    def period(self) -> Period:
        """Return the days on which it is in force; without a first day where the day of effect is unknown."""
        return Period(self.effective_on, self.until)

    @property
    def citation(self) -> str:
        """Return how sentences cite the act, without its title. A sample is never cited as if it were in force."""
        return f"{self.document} от {self.date:%d.%m.%Y} № {self.number}" + (" (образец)" if self.sample else "")

    @property
    def binding_from(self) -> datetime.date:
        """Return the first day on which the act is binding: the day it took effect; while unknown, the day of the act
        itself.
        """
        return self.effective_on or self.date


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, term or list that a rule works with, and its source: the decree or a setting of this registry.

    With `norms`, the value depends on the case and `value` is None. `judged_by` is the id of the act that decides where
    norms of two acts contradict each other; `choice` says why, `choice_basis` who says so.
    """

    value: object
    basis: str
    explanation: str
    norms: tuple[Norm, ...] = ()
    judged_by: str = ""
    choice: str = ""
    choice_basis: str = ""

    @property
    def values(self) -> tuple[object, ...]:
        """Return every value that it has in some case."""
        return tuple([norm.value for norm in self.norms]) if self.norms else (self.value,)

    def values_on(self, day: datetime.date) -> tuple[object, ...]:
        """Return every value that it has on a day, for one network or category or another."""
        norms = tuple([norm.value for norm in self.norms if norm.period.covers(day)])
        return norms if self.norms else (self.value,)

    def norm(self, case: Case) -> Norm | None:
        """Return the norm that decides in a case, None if none binds."""
        return binding_norm(self.norms, case, self.judged_by) if self.norms else Norm(self.value)


@dataclass(frozen=True, slots=True)
class Requirement:
    """`requirements/<id>.yaml`: one requirement of the act, as this registry reads it.

    `rule` is the rule that judges it with its arguments, None if no rule does. `reasons` and `tasks` are words of the
    requirement that take the place of the rule's: by the key of a reason, and by the kind of a deadline.
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    obliged: tuple[str, ...]
    force: str
    statement: str
    rule: RuleCall | None
    subject: str | None
    unchecked: str | None
    parameters: Mapping[str, Parameter]
    internal: bool
    remedy: str | None
    order: int
    origin: Origin
    reasons: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)
    in_force: tuple[Period, ...] = ()
    """The periods in which it is in force, those of its acts included; empty: always."""
    varies: bool = field(init=False)
    """Whether one of its parameters depends on the case."""
    distinguishes: bool = field(init=False)
    """Whether a norm of it binds only some networks or categories."""
    changes: tuple[datetime.date, ...] = field(init=False)
    """The days on which the requirement or one of its norms begins or ceases to hold, in order."""

    def __post_init__(self) -> None:
        norms = [norm for parameter in self.parameters.values() for norm in parameter.norms]
        object.__setattr__(self, "varies", bool(norms))
        object.__setattr__(self, "distinguishes", any(norm.networks or norm.categories for norm in norms))
        days = {day for period in (*self.in_force, *(norm.period for norm in norms)) for day in period.changes}
        object.__setattr__(self, "changes", tuple(sorted(days)))

    @property
    def check(self) -> str | None:
        """Return the name by which the open data call its rule (see `check_of`); None if no rule judges it."""
        return None if self.rule is None else check_of(self.rule)

    @property
    def clause(self) -> str:
        """Return the numbers of its clauses as one text."""
        return ", ".join(self.clauses)

    @property
    def is_mandatory(self) -> bool:
        """Return whether the act demands it; what it only recommends or tells is never breached or overdue."""
        return self.force == "mandatory"

    def acts_of(self, parameter: Parameter) -> tuple[str, ...]:
        """Return the ids of the acts that set a parameter, "" for the main one: those of its norms' clauses, else those
        of the requirement's.
        """
        clauses = [norm.clause for norm in parameter.norms if norm.clause] or self.clauses
        return tuple(dict.fromkeys(act_of(clause) for clause in clauses))

    @property
    def is_organizations_duty(self) -> bool:
        """Return whether the obliged party is the organization, its head or its responsible person.

        A requirement that binds only city hall, its officer or the regional centre never counts against an
        organization, even if the verdict concerns the organization.
        """
        return not _OF_ORGANIZATION.isdisjoint(self.obliged)

    def is_in_force(self, day: datetime.date) -> bool:
        """Return whether the act demands it on a day."""
        return not self.in_force or any(period.covers(day) for period in self.in_force)

    def value(self, name: str, case: Case | None = None) -> object:
        """Return the value of a parameter in a case.

        Raises KeyError if the record lacks the parameter, NoNormError if no norm of it binds in the case, or if its
        value depends on the case and none is given.
        """
        parameter = self.parameters[name]
        if not parameter.norms:
            return parameter.value
        norm = parameter.norm(case) if case is not None else None
        if norm is None:
            raise NoNormError(f"no norm of {name} of {self.id} binds")
        return norm.value

    def number(self, name: str, case: Case | None = None) -> int:
        """Return a whole-number parameter (days, posts, weeks). Raises as `value`, and TypeError for another type."""
        value = self.value(name, case)
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"parameter {name} of {self.id} is not a whole number")
        return value

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return every whole number that a parameter has in some case. Raises KeyError if the record lacks it."""
        return tuple([value for value in self.parameters[name].values if isinstance(value, int)])

    def flag(self, name: str, case: Case | None = None) -> bool:
        """Return a yes/no parameter. Raises as `value`, and TypeError for another type."""
        value = self.value(name, case)
        if not isinstance(value, bool):
            raise TypeError(f"parameter {name} of {self.id} is not true or false")
        return value

    def text(self, name: str, case: Case | None = None) -> str:
        """Return a parameter that is a text. Raises as `value`, and TypeError for another type."""
        value = self.value(name, case)
        if not isinstance(value, str):
            raise TypeError(f"parameter {name} of {self.id} is not a text")
        return value

    def texts(self, name: str, case: Case | None = None) -> tuple[str, ...]:
        """Return a parameter that is a list of texts. Raises as `value`, and TypeError for another type."""
        value = self.value(name, case)
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"parameter {name} of {self.id} is not a list")
        return tuple(str(item) for item in value)


@dataclass(frozen=True, slots=True)
class FactSign:
    """One way in which a network's answer shows a fact of a page: any of the fields holds something.

    `otherwise` says what it means if all fields are there and none holds it: "absent", "absent-if-empty" (only if they
    are all empty) or "unknown".
    """

    fact: str
    any: tuple[str, ...]
    holds: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class NetworkObservation:
    """How pages of a network are read by machine; without a collector a person counts, and `why_not` says why.

    `posts` are the forms of a post's address, the canonical one first. `formats` give the format of an attachment; the
    first one that a post has decides. `omitted_if_empty` are fields that answers leave out when they are empty.
    """

    collector: str | None
    why_not: str | None
    posts: tuple[str, ...]
    facts: tuple[FactSign, ...]
    omitted_if_empty: frozenset[str]
    formats: tuple[tuple[str, str], ...]

    def post_address(self, numeric_id: str, post: object) -> str:
        """Return the canonical address of a post. Raises IndexError if the network has no form for it."""
        return self.posts[0].replace("{numeric_id}", numeric_id).replace("{post}", str(post))


@dataclass(frozen=True, slots=True)
class Network:
    """`networks/<id>.yaml`: a social network, its hosts, the forms of its addresses, and how machines read its pages.

    `observation` is None where the record says nothing of it.
    """

    id: str
    name: str
    short_name: str
    required: bool
    clause: str | None
    hosts: tuple[str, ...]
    canonical_host: str
    forms: tuple[AddressForm, ...]
    origin: Origin
    ignore_case: bool = False
    observation: NetworkObservation | None = None
    required_periods: tuple[Norm, ...] = ()
    """When and of whom a page is demanded in it if it is `required`; empty: of everybody on every day."""

    def is_demanded(self, day: datetime.date) -> bool:
        """Return whether a page in it is demanded of anybody on a day."""
        periods = self.required_periods
        return self.required and (not periods or any(norm.period.covers(day) for norm in periods))

    def demanded_since(self, case: Case) -> datetime.date | None:
        """Return the day since which a page has been demanded without a break until the day of the case; None if always
        or if it is not demanded.
        """
        since: datetime.date | None = None
        day = case.day
        while True:
            binding = [norm.period for norm in self.required_periods if norm.binds(replace(case, day=day))]
            starts = [period.since for period in binding if period.since is not None]
            if len(starts) < len(binding):
                return None
            if not starts:
                return since
            since = min(starts)
            day = since - datetime.timedelta(days=1)

    def is_demanded_in(self, case: Case) -> bool:
        """Return whether a page in it is demanded of an organization, by the day and the category of the case."""
        return self.required and (not self.required_periods or any(norm.binds(case) for norm in self.required_periods))
