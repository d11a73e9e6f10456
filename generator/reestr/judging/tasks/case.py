"""What a source of tasks looks at: one requirement asked of one organization, and what was found of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr.judging.check import Context
from reestr.judging.finding import NO_VALUES, Finding
from reestr.judging.tasks.task import Role, Task
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence, Origin


@dataclass(frozen=True, slots=True)
class Case:
    """A requirement and an organization that is not closed, with its accounts in use and the findings on both.

    `role` is who is obliged.
    """

    context: Context
    role: Role
    organization: Organization
    accounts: tuple[Account, ...]
    findings: Sequence[Finding]

    def basis(self, parameter: str) -> str:
        """Where a term comes from: the decree, or a setting of the registry."""
        return self.context.requirement.parameters[parameter].basis

    def account(self, finding: Finding) -> tuple[Account, ...]:
        """The account that a finding is about, none for one about the organization."""
        return (self.context.registry.accounts[finding.subject.id],) if finding.subject.kind == "account" else ()

    def task(
        self,
        key: str,
        due_on: datetime.date | None,
        basis: str,
        evidence: Iterable[Evidence],
        *,
        about: str = "",
        accounts: Iterable[Account] = (),
        values: Mapping[str, object] = NO_VALUES,
        role: Role | None = None,
    ) -> Task:
        """A task of whoever is obliged, unless it is said to be another's."""
        return Task(
            role or self.role,
            self.context.requirement,
            self.organization,
            key,
            due_on,
            basis,
            about,
            tuple({account.id: account for account in accounts}.values()),
            records_of(evidence),
            values,
        )


Source = Callable[[Case], Iterator[Task]]


def records_of(evidence: Iterable[Evidence]) -> tuple[Origin, ...]:
    """The records that evidence lies in, each once."""
    return tuple(dict.fromkeys([item.origin for item in evidence]))
