"""What a check is: one function from a subject to a verdict, with the outcomes it can give."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from reestr.judging.finding import Outcome, Verdict
from reestr.registry.account import Account
from reestr.registry.city import City, Requirement
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry

Parameters = Mapping[str, type]
"""The parameters a check reads from its requirement, with the type of each: int, bool or list (of texts)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides its subject: the registry, the requirement with its parameters, the date."""

    registry: Registry
    requirement: Requirement
    as_of: datetime.date

    def days_since(self, day: datetime.date) -> int:
        """Whole days from `day` to the date of judging; negative for a day to come."""
        return (self.as_of - day).days


def without_page(context: Context, organization: Organization) -> Verdict:
    """The verdict on an organization that has no page to be judged; it names the requirement to have one, if any."""
    duty = context.registry.judged_by("accounts-exist")
    if duty is None:
        return Verdict(Outcome.NOT_APPLICABLE, "common.no-account", (organization.at(),))
    values = {"requirement": duty.title}
    return Verdict(Outcome.NOT_APPLICABLE, "common.no-account-see", (organization.at(),), values)


Days = Iterable[datetime.date | None]
"""Days that records name, None where they name none."""


@dataclass(frozen=True, slots=True)
class CityCheck:
    """A check of the city as a whole."""

    judge: Callable[[Context, City], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrganizationCheck:
    """A check of one organization.

    `of_exempt` says that an organization exempt from every network is judged all the same. `days` gives all days of the
    records that the verdict hangs on, besides those named in `turns.py`; a check without it hangs on the calendar, too,
    and may say something else every day.
    """

    judge: Callable[[Context, Organization], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    of_exempt: bool = False
    days: Callable[[Context, Organization], Days] | None = None


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """A check of one active account; `days` as with an organization."""

    judge: Callable[[Context, Account], Verdict]
    outcomes: frozenset[Outcome]
    parameters: Parameters = field(default_factory=dict)
    days: Callable[[Context, Account], Days] | None = None


Check = CityCheck | OrganizationCheck | AccountCheck
