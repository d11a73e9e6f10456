"""Collects all tasks of a registry on one date: every deadline of a verdict, and every shortfall without a deadline."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from reestr.judging.catalogue import FAMILIES
from reestr.judging.finding import RANK, Deadline, Finding, Outcome, Role, worst
from reestr.judging.run import Assessment
from reestr.judging.tasks.task import Task, Tasks, When
from reestr.registry.account import Account
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.origin import Evidence, Origin
from reestr.registry.registry import Registry

SHORTFALLS = frozenset((Outcome.BREACH, Outcome.UNCONFIRMED))
"""The outcomes that require action. Advice requires none."""

_CONTROL = "inspected"
_DAY = datetime.timedelta(days=1)


def tasks_of(registry: Registry, assessment: Assessment) -> Tasks:
    """Return every task that follows from the verdicts, in a fixed order. Pure.

    `assessment` is the registry's own: if an edition leaves findings out, their tasks are left out too.
    """
    judged = [
        (item, item.rule.name)
        for item in registry.requirements.values()
        if item.rule is not None and item.is_in_force(assessment.as_of)
    ]
    rules = frozenset(name for _, name in judged)
    mandatory = frozenset(name for item, name in judged if item.is_mandatory)
    gathering = _TaskCollector(registry, assessment.as_of, rules, mandatory)
    officer = list(gathering.tasks(None, [item for item in assessment.findings if item.organization is None]))
    own: dict[str, tuple[Task, ...]] = {}
    for organization in registry.organizations.values():
        tasks: list[Task] = []
        for task in gathering.tasks(organization, assessment.by_organization.get(organization.id, ())):
            (officer if task.role is Role.OFFICER else tasks).append(task)
        own[organization.id] = _in_order(tasks)
    officer += _incidents(registry, assessment.as_of)
    return Tasks(_in_order(officer), own)


def _incidents(registry: Registry, as_of: datetime.date) -> Iterator[Task]:
    """Yield the officer's task for each page that the program found gone or behind another page's address.

    It belongs to the requirement that the officer inspects pages; without one there is no such task.
    """
    control = registry.leading_requirement(_CONTROL, as_of)
    if control is None:
        return
    for account in registry.accounts.values():
        loss = account.loss_on(as_of) if account.is_active(as_of) else None
        organization = registry.organizations.get(account.owner_on(as_of))
        if loss is None or loss.found_by is None or organization is None or organization.is_closed(as_of):
            continue
        yield Task(
            Role.OFFICER,
            control,
            organization,
            f"incident.{loss.how}",
            None,
            about=f"incident-{account.id}",
            accounts=(account,),
            records=(account.origin,),
            values={"on": loss.since.isoformat()},
            outcome=Outcome.UNCONFIRMED,
        )


def _in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Sort key: soonest first; tasks without a day last, the worst verdict first."""
    return tuple(sorted(tasks, key=_place))


def _place(task: Task) -> tuple[datetime.date, int, int, str, str, str]:
    rank = RANK[task.outcome] if task.outcome is not None else 0
    whose = task.organization.id if task.organization is not None else ""
    requirement = task.requirement
    return task.due_on or datetime.date.max, rank, requirement.order, whose, requirement.id, task.about


@dataclass(frozen=True, slots=True)
class _TaskCollector:
    """Makes tasks of findings. `rules` are the rules that judge the registry's requirements, `mandatory` the rules that
    judge its mandatory ones."""

    registry: Registry
    as_of: datetime.date
    rules: frozenset[str]
    mandatory: frozenset[str]

    def tasks(self, organization: Organization | None, findings: Iterable[Finding]) -> Iterator[Task]:
        """Yield the tasks of one organization, or (None) those of the city, which are the officer's."""
        grouped: dict[str, list[Finding]] = {}
        for finding in findings:
            verdict = finding.verdict
            if verdict.deadlines or verdict.outcome in SHORTFALLS:
                grouped.setdefault(finding.requirement, []).append(finding)
        for identifier, group in grouped.items():
            requirement = self.registry.requirements[identifier]
            own = organization is not None and requirement.is_organizations_duty
            role = Role.ORGANIZATION if own else Role.OFFICER
            dated = list(self._dated(requirement, role, organization, group))
            yield from dated
            left = [item for item in group if item.verdict.outcome in SHORTFALLS and not item.verdict.past]
            overdue = [task for task in dated if task.when(self.as_of) is When.OVERDUE]
            if overdue:
                # Leave out accounts that an overdue task already covers.
                at_work = {account.id for task in overdue for account in task.accounts}
                left = [item for item in left if item.subject.kind == "account" and item.subject.id not in at_work]
            if left:
                yield self._undated(requirement, role, organization, left)

    def _dated(
        self, requirement: Requirement, role: Role, organization: Organization | None, findings: Iterable[Finding]
    ) -> Iterator[Task]:
        """Yield one task for each thing that the verdicts ask for, due on its first deadline."""
        # What the act only recommends is never overdue, and does no work of something mandatory.
        rules = self.mandatory if requirement.is_mandatory else self.rules
        asked: dict[tuple[Role, str], list[tuple[Deadline, Finding]]] = {}
        for finding in findings:
            for deadline in finding.verdict.deadlines:
                if deadline.due_on < self.as_of and not requirement.is_mandatory:
                    continue
                if deadline.covered_by not in rules:
                    asked.setdefault((deadline.role or role, deadline.about), []).append((deadline, finding))
        for (who, about), found in asked.items():
            first, finding = min(found, key=lambda item: item[0].due_on)
            # Overdue deadlines of one thing form one task, even if their days differ.
            until = max(first.due_on, self.as_of - _DAY)
            now = [item for item in found if item[0].due_on <= until]
            parameter = requirement.parameters.get(first.basis)
            yield Task(
                who,
                requirement,
                organization,
                _key(finding, first.kind),
                first.due_on,
                first.basis if parameter is None else parameter.basis,
                about,
                self._accounts(finding for _, finding in now),
                _records(place for deadline, finding in now for place in deadline.evidence or finding.verdict.evidence),
                first.values,
                kind=first.kind,
                acts=() if parameter is None else requirement.acts_of(parameter),
            )

    def _undated(
        self, requirement: Requirement, role: Role, organization: Organization | None, findings: Collection[Finding]
    ) -> Task:
        """Return the shortfalls of a requirement that have no deadline."""
        outcome = worst(finding.outcome for finding in findings)
        return Task(
            role,
            requirement,
            organization,
            f"undated.{outcome}",
            None,
            about="undated",
            accounts=self._accounts(findings),
            records=_records(place for finding in findings for place in finding.verdict.evidence),
            values={"requirement": requirement.title},
            outcome=outcome,
        )

    def _accounts(self, findings: Iterable[Finding]) -> tuple[Account, ...]:
        """Return the accounts of the findings, each once."""
        found = dict.fromkeys([finding.subject.id for finding in findings if finding.subject.kind == "account"])
        return tuple([self.registry.accounts[identifier] for identifier in found])


def _key(finding: Finding, kind: str) -> str:
    """Return the key of a task's text: the rule, the variant of its texts, the kind."""
    variant = FAMILIES[finding.rule.name].variant_of(finding.rule)
    return ".".join(part for part in (finding.rule.name, variant, kind) if part)


def _records(evidence: Iterable[Evidence]) -> tuple[Origin, ...]:
    """Return the records that hold the evidence, each once."""
    return tuple(dict.fromkeys([item.origin for item in evidence]))
