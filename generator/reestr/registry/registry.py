"""The whole registry in memory, with the relations between its records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from reestr.registry.account import Account, ActivityYear
from reestr.registry.city import Act, City, Network, Requirement, category_on
from reestr.registry.norms import Case, Period, act_of
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin
from reestr.registry.paperwork import Assignment, Fake, Notice, Plan, PreparedNotice
from reestr.registry.words import ANNEX_IN_GENERAL, CityWords, Noun, centre_words, city_words

_RegistryItem = TypeVar("_RegistryItem")


@dataclass(frozen=True, slots=True)
class Draft:
    """A record marked `draft: true`, which is neither judged nor published. `missing` describes the fields it lacks."""

    kind: str
    id: str
    title: str
    missing: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Registry:
    """All records except the drafts, by id in sorted order. Mappings keep the order of their keys.

    `withheld_clauses` are the clauses whose verdicts the public edition leaves out. `pending_networks` are the networks
    in which an organization has a draft of an account; both editions need them to give the same verdicts.
    `prepared_notices` are the drafts of notices. `changes` are the days on which a requirement, a network or a category
    begins or ceases to count, in order; `demands_by_category` says whether a page in a network is demanded of some
    categories only.
    `duties_of_organizations` are the requirements that organizations are obliged to meet.
    """

    city: City
    act: Act
    requirements: Mapping[str, Requirement]
    networks: Mapping[str, Network]
    organizations: Mapping[str, Organization]
    accounts: Mapping[str, Account]
    activity: Mapping[str, tuple[ActivityYear, ...]]
    plans: Mapping[str, tuple[Plan, ...]]
    assignments: Mapping[str, Assignment]
    notices: Mapping[str, Notice]
    drafts: tuple[Draft, ...]
    fakes: Mapping[str, Fake] = field(default_factory=dict)
    withheld_clauses: frozenset[str] = frozenset()
    pending_networks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prepared_notices: tuple[PreparedNotice, ...] = ()
    words: CityWords = field(init=False)
    changes: tuple[datetime.date, ...] = field(init=False)
    demands_by_category: bool = field(init=False)
    accounts_by_organization: Mapping[str, tuple[Account, ...]] = field(init=False)
    accounts_once_of: Mapping[str, tuple[Account, ...]] = field(init=False)
    notices_by_organization: Mapping[str, tuple[Notice, ...]] = field(init=False)
    fakes_by_organization: Mapping[str, tuple[Fake, ...]] = field(init=False)
    branches_by_organization: Mapping[str, tuple[Organization, ...]] = field(init=False)
    duties_of_organizations: frozenset[str] = field(init=False)
    _naming_networks: tuple[Requirement, ...] = field(init=False, repr=False)
    _binding_from: Mapping[str, datetime.date] = field(init=False, repr=False)
    assignments_by_account: Mapping[str, tuple[tuple[Assignment, int], ...]] = field(init=False)
    assignments_by_organization: Mapping[str, tuple[tuple[Assignment, int], ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", _words(self.city, self.act, self.requirements.values()))
        periods = [norm.period for network in self.networks.values() for norm in network.required_periods]
        periods += [category.period for category in self.city.categories]
        # Verdicts by one requirement may name another that is in force.
        periods += [period for requirement in self.requirements.values() for period in requirement.in_force]
        # A page of another category is judged by other norms.
        formerly = [item.previous_categories for item in self.organizations.values() if item.previous_categories]
        formerly += [item.previous_categories for item in self.accounts.values() if item.previous_categories]
        periods += [Period(None, former.until) for items in formerly for former in items]
        days = sorted({day for period in periods for day in period.changes})
        object.__setattr__(self, "changes", tuple(days))
        by_category = any(norm.categories for network in self.networks.values() for norm in network.required_periods)
        object.__setattr__(self, "demands_by_category", by_category)
        object.__setattr__(
            self, "accounts_by_organization", _grouped((item.organization, item) for item in self.accounts.values())
        )
        object.__setattr__(
            self,
            "accounts_once_of",
            _grouped(
                (owner, item) for item in self.accounts.values() for owner in item.owners if owner != item.organization
            ),
        )
        object.__setattr__(
            self, "notices_by_organization", _grouped((item.organization, item) for item in self.notices.values())
        )
        object.__setattr__(
            self, "fakes_by_organization", _grouped((item.pretends_to_be, item) for item in self.fakes.values())
        )
        object.__setattr__(
            self,
            "branches_by_organization",
            _grouped((item.branch_of, item) for item in self.organizations.values() if item.branch_of),
        )
        object.__setattr__(
            self,
            "duties_of_organizations",
            frozenset(item.id for item in self.requirements.values() if item.is_organizations_duty),
        )
        named = [
            item
            for item in self.judged_by("present")
            if item.is_mandatory and item.rule is not None and item.rule.arguments
        ]
        object.__setattr__(self, "_naming_networks", tuple(named))
        # Asked for every organization.
        first_days = {item.id: self._first_day(item) for item in self.requirements.values()}
        object.__setattr__(self, "_binding_from", first_days)
        # With the index among the addressees: an assignment may have thousands of them.
        addressed = [
            (to, (item, index)) for item in self.assignments.values() for index, to in enumerate(item.addressees)
        ]
        object.__setattr__(
            self, "assignments_by_account", _grouped((to.account, place) for to, place in addressed if to.account)
        )
        object.__setattr__(
            self,
            "assignments_by_organization",
            _grouped((to.organization, place) for to, place in addressed if to.organization),
        )

    def required_networks(self, day: datetime.date, organization: Organization | None = None) -> tuple[Network, ...]:
        """Return the networks in which a page is demanded on a day (clause p.3 ¶1): of an organization, or of anybody
        where none is given.
        """
        if organization is None or not self.demands_by_category:
            return tuple([network for network in self.networks.values() if network.is_demanded(day)])
        case = self.case(organization, day)
        return tuple([network for network in self.networks.values() if network.is_demanded_in(case)])

    def judged_by(self, rule: str, day: datetime.date | None = None, **arguments: str) -> tuple[Requirement, ...]:
        """Return the requirements that a rule judges: mandatory ones first, then by id.

        Each of the `arguments` must be the requirement's, or be in its list. With a `day`, only those in force on it.
        Empty if the act has none of that kind.
        """
        found = [
            item
            for item in self.requirements.values()
            if item.rule is not None and item.rule.name == rule and item.rule.has(**arguments)
            if day is None or item.is_in_force(day)
        ]
        return tuple(sorted(found, key=lambda item: (not item.is_mandatory, item.id)))

    def leading_requirement(self, rule: str, day: datetime.date | None = None, **arguments: str) -> Requirement | None:
        """Return the first of `judged_by`, for a figure or a sentence that names one requirement; None if there is
        none.
        """
        return next(iter(self.judged_by(rule, day, **arguments)), None)

    def case(self, subject: Account | Organization, day: datetime.date) -> Case:
        """Return the case of an account or an organization on a day, by which norms are asked for.

        An account has the category of its owner unless it has one of its own.
        """
        if isinstance(subject, Account):
            owner = self.organizations.get(subject.organization)
            category = category_on(day, subject.category, subject.previous_categories)
            if category is None and owner is not None:
                category = category_on(day, owner.category, owner.previous_categories)
            network: str | None = subject.network
        else:
            category, network = category_on(day, subject.category, subject.previous_categories), None
        return Case(day, network, category if self.city.category(category, day) is not None else None)

    def binding_from(self, requirement: Requirement) -> datetime.date:
        """Return the first day on which one of the acts that a requirement cites is binding."""
        known = self._binding_from.get(requirement.id)
        return self._first_day(requirement) if known is None else known

    def _first_day(self, requirement: Requirement) -> datetime.date:
        named = {act_of(clause) for clause in requirement.clauses}
        acts = [self.act if not name else self.act.others.get(name) for name in named]
        return min((act.binding_from for act in acts if act is not None), default=self.act.binding_from)

    def title_of(self, organization: str) -> str:
        """The title of an organization; its id where the registry does not hold it."""
        known = self.organizations.get(organization)
        return organization if known is None else known.title

    def accounts_of(self, organization: str) -> tuple[Account, ...]:
        """Return all accounts that an organization owns, closed ones included."""
        return self.accounts_by_organization.get(organization, ())

    def accounts_passed_on(self, organization: str) -> tuple[Account, ...]:
        """The accounts that were an organization's and have passed to another."""
        return self.accounts_once_of.get(organization, ())

    def accounts_ever_of(self, organization: str) -> tuple[Account, ...]:
        """All accounts that are or were an organization's, by id."""
        passed = self.accounts_passed_on(organization)
        owned = self.accounts_of(organization)
        return tuple(sorted((*owned, *passed), key=lambda item: item.id)) if passed else owned

    def branches_of(self, organization: str) -> tuple[Organization, ...]:
        """Return the branches of an organization, by id."""
        return self.branches_by_organization.get(organization, ())

    def fakes_of(self, organization: str) -> tuple[Fake, ...]:
        """Return all known false pages that imitate an organization, including those that no longer exist."""
        return self.fakes_by_organization.get(organization, ())

    def active_accounts(self, organization: str, day: datetime.date) -> tuple[Account, ...]:
        """Return the accounts in use on a day that belonged to an organization on that day."""
        return tuple(
            account
            for account in self.accounts_ever_of(organization)
            if account.is_active(day) and account.owner_on(day) == organization
        )

    def trusted_accounts(self, organization: str, day: datetime.date) -> tuple[Account, ...]:
        """Return the accounts in use on a day that the organization controls: those that readers may be sent to."""
        return tuple(account for account in self.active_accounts(organization, day) if account.is_trusted(day))

    def networks_without_page(self, organization: str, day: datetime.date) -> tuple[Network, ...]:
        """Return the networks in which a page is demanded of an organization on a day and it has no account in use
        (clause p.3 ¶1).

        Exempt networks are included. The order is the registry's.
        """
        inside = {account.network for account in self.active_accounts(organization, day)}
        required = self.required_networks(day, self.organizations.get(organization))
        return tuple([network for network in required if network.id not in inside])

    def demanded_pages(self, organization: Organization, day: datetime.date) -> tuple[tuple[Network, ...], ...]:
        """Return the pages that are demanded of an organization on a day, each by the networks of which one is enough.

        They are those of the required networks, and those that requirements name (`all_of`, `one_of` of `present`).
        """
        found: list[tuple[Network, ...]] = [(network,) for network in self.required_networks(day, organization)]
        for requirement in self._naming_networks:
            if requirement.is_in_force(day) and requirement.rule is not None:
                found += [
                    (known,)
                    for name in requirement.rule.texts("all_of")
                    if (known := self.networks.get(name)) is not None and (known,) not in found
                ]
                choice = [self.networks[name] for name in requirement.rule.texts("one_of") if name in self.networks]
                found += [tuple(choice)] if choice else []
        return tuple(found)

    def missing_pages(self, organization: Organization, day: datetime.date) -> tuple[tuple[Network, ...], ...]:
        """Return those of the `demanded_pages` that an organization does not have, exempt or not."""
        inside = {account.network for account in self.active_accounts(organization.id, day)}
        pages = self.demanded_pages(organization, day)
        return tuple(page for page in pages if all(network.id not in inside for network in page))

    def is_exempt(self, organization: Organization, day: datetime.date) -> bool:
        """Return whether an organization is exempt from every page that is demanded of it on a day."""
        return bool(organization.exemptions) and all(
            organization.exemption(network.id, day)
            for page in self.demanded_pages(organization, day)
            for network in page
        )

    def is_excused(self, organization: Organization, day: datetime.date) -> bool:
        """Return whether an organization is exempt from every required network and has no page on a day
        (clause 1.3).
        """
        return self.is_exempt(organization, day) and not self.active_accounts(organization.id, day)


def _grouped(pairs: Iterable[tuple[str, _RegistryItem]]) -> Mapping[str, tuple[_RegistryItem, ...]]:
    groups: dict[str, list[_RegistryItem]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}


def _words(city: City, act: Act, requirements: Iterable[Requirement]) -> CityWords:
    annexes = (act.parts.get(block.part) for block in act.blocks.values() if block.kind == "annex-row")
    annex = next((part.words for part in annexes if part is not None and part.words is not None), ANNEX_IN_GENERAL)
    return city_words(
        act.words,
        city.city_hall.words,
        city.city_hall.short_words,
        annex,
        city.municipality.words,
        _exempting(act, requirements),
        _centre(city),
        city.lists,
        tuple((name, _in_instrumental(other)) for name, other in act.others.items()),
    )


def _in_instrumental(act: Act) -> str:
    return f"{act.words.instrumental}{act.citation.removeprefix(act.document)}"


def _centre(city: City) -> Noun | None:
    """Return what sentences call the regional centre: its own words, else its short name if that is an abbreviation."""
    listed = city.lists.find("addressees", "regional-centre")
    if listed is not None and listed.words is not None:
        return listed.words
    short = "" if city.regional_centre is None else city.regional_centre.short_name
    return centre_words(short)


def _exempting(act: Act, requirements: Iterable[Requirement]) -> tuple[str, Noun] | None:
    """Return the numbers of the main act's clauses about exemptions, and the word of their part; None without any."""
    rules = (item for item in requirements if item.rule is not None and item.rule.name == "exempted")
    blocks = [act.blocks[clause] for rule in rules for clause in rule.clauses if clause in act.blocks]
    numbers = dict.fromkeys(block.number for block in blocks if block.number is not None)
    if not numbers:
        return None
    part = act.parts.get(blocks[0].part)
    return ", ".join(numbers), act.words if part is None or part.words is None else part.words
