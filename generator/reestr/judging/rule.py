"""The types of a rule: a function from a subject to a verdict, with the outcomes it can give."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reestr.judging.finding import Outcome, Verdict
from reestr.judging.standing import Standing, standing
from reestr.registry.account import Account
from reestr.registry.city import City, Requirement
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry

Parameters = Mapping[str, type]
"""The parameters a rule reads from its requirement, with the type of each: int, bool or list (of texts)."""


@dataclass(frozen=True, slots=True)
class Context:
    """The input of a rule besides its subject: the registry, the requirement with its parameters, and the date.

    `by_later_records` says that the records are those of a later day than the date of judging. `standings` is a cache;
    contexts of the same registry and date may share it.
    """

    registry: Registry
    requirement: Requirement
    as_of: datetime.date
    standings: dict[str, Standing] = field(default_factory=dict)
    by_later_records: bool = False

    def days_since(self, day: datetime.date) -> int:
        """Return the whole days from `day` to the date of judging; negative if `day` is later."""
        return (self.as_of - day).days

    def standing(self, organization: Organization) -> Standing:
        """Return the standing of an organization on the date of judging."""
        known = self.standings.get(organization.id)
        if known is None:
            known = self.standings[organization.id] = standing(self.registry, organization, self.as_of)
        return known


def told_by(context: Context, check: str) -> Requirement | None:
    """Return the requirement whose rule judges the same lack, so that it counts once; None where the lack must be
    judged here: there is no such requirement, or it asks for less than this one.
    """
    other = context.registry.leading_requirement(check)
    if other is None or (context.requirement.is_mandatory and not other.is_mandatory):
        return None
    return other


def without_page(context: Context, organization: Organization) -> Verdict:
    """Return the verdict on an organization without a page; it names the requirement to have one, if the act has it."""
    duty = context.registry.leading_requirement("accounts-exist")
    if duty is None:
        return Verdict(Outcome.NOT_APPLICABLE, "common.no-account", (organization.at(),))
    values = {"requirement": duty.title}
    return Verdict(Outcome.NOT_APPLICABLE, "common.no-account-see", (organization.at(),), values)


@dataclass(frozen=True, slots=True)
class CityRule:
    """A rule for the city as a whole; `dated` are the outcomes that later records prove, as each fact they rest on has
    its days in the record."""

    judge: Callable[[Context, City], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    dated: frozenset[Outcome] = frozenset()


@dataclass(frozen=True, slots=True)
class OrganizationRule:
    """A rule for one organization. With `of_exempt` it also judges organizations that are exempt from every network.

    `dated` is as that of rules for the city.
    """

    judge: Callable[[Context, Organization], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    of_exempt: bool = False
    dated: frozenset[Outcome] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountRule:
    """A rule for one active account; every fact of an account but its owner has its day in the record."""

    judge: Callable[[Context, Account], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)


Rule = CityRule | OrganizationRule | AccountRule
