"""What a rule is, what it sees, and how long what it says holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from reestr.judging.finding import Outcome, Subject, Verdict
from reestr.registry.account import Account
from reestr.registry.city import City, Requirement
from reestr.registry.norms import Case
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry
from reestr.registry.rule_calls import RuleCall


@dataclass(frozen=True, slots=True)
class Standing:
    """An organization on one day: its accounts in use, whether it is closed or not there yet, whether it is exempt from
    having pages.

    `subject` and `subjects` are the organization and the accounts as findings name them. `holds_until` is the last day
    on which only a changed record can change this standing; None: without end.
    """

    accounts: tuple[Account, ...]
    closed: bool
    to_come: bool
    excused: bool
    holds_until: datetime.date | None
    subject: Subject
    subjects: tuple[Subject, ...]


def standing(registry: Registry, organization: Organization, as_of: datetime.date) -> Standing:
    """Return the standing of an organization on a day."""
    closed = organization.is_closed(as_of)
    # Rules ask an account whose it is: on this day it is this organization's.
    accounts = tuple(
        [
            account if account.organization == organization.id else replace(account, organization=organization.id)
            for account in registry.active_accounts(organization.id, as_of)
        ]
    )
    excused = bool(organization.exemptions) and registry.is_excused(organization, as_of)
    return Standing(
        accounts,
        closed,
        organization.is_to_come(as_of),
        excused,
        None if closed else earliest(*_ends(registry, organization, as_of)),
        Subject("organization", organization.id),
        tuple([Subject("account", account.id) for account in accounts]),
    )


def _ends(registry: Registry, organization: Organization, as_of: datetime.date) -> Iterator[datetime.date | None]:
    yield before_next(as_of, organization.since, *registry.changes)
    if organization.closed:
        yield before_next(as_of, organization.closed_on)
    for exemption in organization.exemptions:
        term = exemption.term
        yield before_next(as_of, term.since, exemption.letter_date)
        if term.until is not None and term.until >= as_of:
            yield term.until
    for account in registry.accounts_ever_of(organization.id):
        yield before_next(as_of, account.opened_on, account.closed_on if account.closed else None)
        for pause in account.pauses:
            yield before_next(as_of, pause.since)
            if pause.until >= as_of:
                yield pause.until
        for loss in account.control_lost:
            yield before_next(as_of, loss.since)
            if loss.until is not None and loss.until >= as_of:
                yield loss.until
        yield earliest(*(former.until for former in account.previous_owners if former.until >= as_of))


_DAY = datetime.timedelta(days=1)


def known_by(as_of: datetime.date, day: datetime.date | None) -> datetime.date | None:
    """Return the day of a fact if it is not later than `as_of`, else None.

    Later facts were not known then, so judging a past date again gives the same result.
    """
    return day if day is not None and day <= as_of else None


def before_next(as_of: datetime.date, *days: datetime.date | None) -> datetime.date | None:
    """Return the day before the earliest of the days after `as_of`; None if no day is later than `as_of`."""
    first = None
    for day in days:
        if day is not None and day > as_of and (first is None or day < first):
            first = day
    return None if first is None else first - _DAY


def earliest(*days: datetime.date | None) -> datetime.date | None:
    """Return the earliest of the days, None if none is known."""
    first = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first


Parameters = Mapping[str, type | tuple[str, ...]]
"""The parameters a rule reads from its requirement, with the type of each: int, bool or list (of texts), or the texts
that it may be.
"""


def fits(value: object, kind: type | tuple[str, ...]) -> bool:
    """Return whether a value of a parameter has its type."""
    if isinstance(kind, tuple):
        return value in kind
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


@dataclass(frozen=True, slots=True)
class Context:
    """The input of a rule besides its subject: the registry, the requirement with its parameters, and the date.

    `by_later_records` says that the records are those of a later day than the date of judging. `standings` is a cache;
    contexts of the same registry and date may share it. `case` tells the network and category by whose norms a subject
    is judged (see `of`).
    """

    registry: Registry
    requirement: Requirement
    as_of: datetime.date
    standings: dict[str, Standing] = field(default_factory=dict)
    by_later_records: bool = False
    case: Case | None = None
    norms_hold_until: datetime.date | None = field(init=False)
    """The last day before the requirement or one of its norms, or a network or category, changes; None: without end."""
    in_force: bool = field(init=False)
    """Whether the requirement is in force on the date of judging."""

    def __post_init__(self) -> None:
        # Both are asked for every organization.
        until = before_next(self.as_of, *self.requirement.changes, *self.registry.changes)
        object.__setattr__(self, "norms_hold_until", until)
        object.__setattr__(self, "in_force", self.requirement.is_in_force(self.as_of))

    def of(self, subject: Account | Organization) -> Context:
        """Return the context for judging one subject: its norms may be those of its network and category."""
        if not self.requirement.distinguishes:
            return self
        return replace(self, case=self.registry.case(subject, self.as_of))

    def number(self, name: str, day: datetime.date | None = None) -> int:
        """Return a whole-number parameter by the norm of a day, by default the date of judging.

        Raises NoNormError if no norm binds then; `judge_organization` gives the verdict in that case.
        """
        requirement = self.requirement
        return requirement.number(name, self._on(day) if requirement.varies else None)

    def flag(self, name: str, day: datetime.date | None = None) -> bool:
        """Return a yes/no parameter by the norm of a day. Raises as `number`."""
        requirement = self.requirement
        return requirement.flag(name, self._on(day) if requirement.varies else None)

    def text(self, name: str, day: datetime.date | None = None) -> str:
        """Return a parameter that is a text by the norm of a day. Raises as `number`."""
        return self.requirement.text(name, self._on(day))

    def texts(self, name: str, day: datetime.date | None = None) -> tuple[str, ...]:
        """Return a parameter that is a list of texts by the norm of a day. Raises as `number`."""
        return self.requirement.texts(name, self._on(day))

    def setting(self, settings: Settings, name: str) -> bool:
        """Return a setting. Raises KeyError for a name that is no setting."""
        return setting(self.requirement, settings, name, self._on(None))

    def term_days(self, name: str, start: datetime.date) -> int:
        """Return how many days a term has that began on a day, by a parameter in days.

        A term that runs on the date of judging ends earlier if a norm to come makes it shorter, and later if one makes
        it longer before it ends. Raises as `number`.
        """
        days = self.number(name)
        if not self.requirement.varies:
            return days
        last = start + datetime.timedelta(days=days)
        for change in self.requirement.changes:
            if not self.as_of < change <= last:
                continue
            norm = self.requirement.parameters[name].norm(replace(self._case, day=change))
            if norm is None:
                break
            last = max(change - _DAY, start + datetime.timedelta(days=self.number(name, change)))
        return (last - start).days

    def norms_changed_after(self, day: datetime.date) -> bool:
        """Return whether the requirement or one of its norms changed after a day, or is going to."""
        changes = self.requirement.changes
        return bool(changes) and changes[-1] > day

    @property
    def _case(self) -> Case:
        return self.case or Case(self.as_of)

    def _on(self, day: datetime.date | None) -> Case | None:
        if not self.requirement.varies:
            return None
        return self._case if day is None else replace(self._case, day=day)

    def days_since(self, day: datetime.date) -> int:
        """Return the whole days from `day` to the date of judging; negative if `day` is later."""
        return (self.as_of - day).days

    def standing(self, organization: Organization) -> Standing:
        """Return the standing of an organization on the date of judging."""
        known = self.standings.get(organization.id)
        if known is None:
            known = self.standings[organization.id] = standing(self.registry, organization, self.as_of)
        return known


def told_by(context: Context, rule: str) -> Requirement | None:
    """Return the requirement whose rule judges the same lack, so that it counts once; None where the lack must be
    judged here: there is no such requirement, or it asks for less than this one.
    """
    other = context.registry.leading_requirement(rule, context.as_of)
    if other is None or (context.requirement.is_mandatory and not other.is_mandatory):
        return None
    return other


def without_page(context: Context, organization: Organization) -> Verdict:
    """Return the verdict on an organization without a page; it names the requirement to have one, if the act has it."""
    duty = context.registry.leading_requirement("present", context.as_of)
    if duty is None:
        return Verdict(Outcome.NOT_APPLICABLE, "common.no-account", (organization.at(),))
    values = {"requirement": duty.title}
    return Verdict(Outcome.NOT_APPLICABLE, "common.no-account-see", (organization.at(),), values)


Settings = Mapping[str, bool]
"""The settings that a rule reads if its requirement states them, with their values where it does not.

Records made before such a setting existed, and past states of a registry, are judged as they were.
"""


def setting(requirement: Requirement, settings: Settings, name: str, case: Case | None = None) -> bool:
    """Return a setting of a requirement in a case. Raises KeyError for a name that is no setting."""
    return requirement.flag(name, case) if name in requirement.parameters else settings[name]


@dataclass(frozen=True, slots=True)
class CityRule:
    """A rule for the city as a whole, with its arguments; `dated` are the outcomes that later records prove, as each
    fact they rest on has its days in the record."""

    judge: Callable[[Context, City], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    settings: Settings = field(default_factory=dict)
    dated: frozenset[Outcome] = frozenset()


@dataclass(frozen=True, slots=True)
class OrganizationRule:
    """A rule for one organization, with its arguments. With `of_exempt` it also judges organizations that are exempt
    from every network.

    `dated` is as that of rules for the city.
    """

    judge: Callable[[Context, Organization], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    settings: Settings = field(default_factory=dict)
    of_exempt: bool = False
    dated: frozenset[Outcome] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountRule:
    """A rule for one active account, with its arguments; every fact of an account but its owner has its day in the
    record.

    Accounts outside `networks` are not judged; an empty set means all networks.
    """

    judge: Callable[[Context, Account], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    settings: Settings = field(default_factory=dict)
    networks: frozenset[str] = frozenset()


Rule = CityRule | OrganizationRule | AccountRule
"""A rule with the arguments of one requirement: ready to judge."""

Vocabulary = Literal["facts", "networks", "assignments", "addressees"]
"""Names that records define: facts of a page, networks of the registry, kinds of assignments, whom notices go to."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What an argument of a rule may be: a text or a list of texts, out of `values` or out of the names of a
    vocabulary; any text where there are neither. A rule of another package may also have a whole number or a yes/no.
    """

    type: Literal["text", "texts", "whole", "flag"]
    values: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None
    required: bool = False


NETWORKS = Argument("texts", vocabulary="networks")
"""The argument by which a rule about accounts is one for some networks only."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The Russian words of a rule that comes from another package: what it judges, what its arguments and parameters
    mean, its reasons by their keys, and a requirement as an example.
    """

    title: str
    about: str
    reasons: Mapping[str, str]
    arguments: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


@dataclass(frozen=True, slots=True)
class RuleFamily:
    """A rule by its name, before it has arguments: `bind` makes the rule that judges from a requirement's call.

    `bind` is called with arguments that fit `arguments`. Of each group in `one_of` exactly one must be given, or
    none if "" is in it. Texts may
    differ by the value of the argument `variant`, or by what that function returns.
    `words` are None for the rules of this package: theirs are in the catalogue (`findings`, `rules`).
    """

    name: str
    bind: Callable[[RuleCall], Rule]
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    one_of: tuple[tuple[str, ...], ...] = ()
    variant: str | Callable[[RuleCall], str] = ""
    words: RuleWords | None = None

    def variant_of(self, rule: RuleCall) -> str:
        """Return the variant of the texts for a call, "" if they have none: the last part of an argument's value."""
        if callable(self.variant):
            return self.variant(rule)
        return rule.text(self.variant).rpartition(".")[2] if self.variant else ""
