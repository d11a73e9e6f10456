"""All tasks of a registry on one date: what falls due on a day, and every shortfall that has none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reestr.judging.check import Context
from reestr.judging.finding import RANK, Finding, Outcome, worst
from reestr.judging.run import Assessment
from reestr.judging.tasks.case import Case, Source, records_of
from reestr.judging.tasks.sources import CITY_SOURCES, SOURCES
from reestr.judging.tasks.task import Role, Task, Tasks, When
from reestr.registry.account import Account
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.registry import Registry

SHORTFALLS = frozenset((Outcome.BREACH, Outcome.UNCONFIRMED))
"""What asks somebody to do something. An advice asks for nothing."""

_PAST = frozenset(
    (
        ("two-posts-a-week", "short"),
        ("portal-posts-placed", "late"),
        ("requests-answered", "late"),
        ("centre-answered", "late"),
    )
)
"""Checks and reasons of breaches that lie in the past: nothing can be done about them any more."""


def tasks_of(registry: Registry, assessment: Assessment, as_of: datetime.date) -> Tasks:
    """Every task. Pure: the same registry and date give the same tasks in the same order.

    `assessment` is that of the registry on the same date: an edition without some findings has no tasks of theirs.
    """
    officer: list[Task] = list(_of_city(registry, assessment, as_of))
    asked = {item.id: _asked(registry, item, as_of) for item in registry.requirements.values()}
    own: dict[str, tuple[Task, ...]] = {}
    for organization in registry.organizations.values():
        tasks: list[Task] = []
        if not organization.is_closed(as_of):
            accounts = registry.active_accounts(organization.id, as_of)
            findings = assessment.by_organization.get(organization.id, ())
            for task in _of_organization(asked, organization, accounts, findings):
                (officer if task.role is Role.OFFICER else tasks).append(task)
        own[organization.id] = _in_order(tasks)
    return Tasks(_in_order(officer), own)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A requirement: who is obliged, and where its tasks come from."""

    context: Context
    role: Role
    source: Source | None


def _asked(registry: Registry, requirement: Requirement, as_of: datetime.date) -> _Asked:
    role = Role.ORGANIZATION if requirement.is_organizations_duty else Role.OFFICER
    return _Asked(Context(registry, requirement, as_of), role, SOURCES.get(requirement.check or ""))


def _in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Soonest first; what has no day last, the worst verdict first."""
    return tuple(sorted(tasks, key=_place))


def _place(task: Task) -> tuple[datetime.date, int, int, str, str, str]:
    rank = RANK[task.outcome] if task.outcome is not None else 0
    whose = task.organization.id if task.organization is not None else ""
    requirement = task.requirement
    return task.due_on or datetime.date.max, rank, requirement.order, whose, requirement.id, task.about


def _of_organization(
    asked: Mapping[str, _Asked],
    organization: Organization,
    accounts: tuple[Account, ...],
    findings: tuple[Finding, ...],
) -> Iterator[Task]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.requirement, []).append(finding)
    for identifier, group in grouped.items():
        rule = asked[identifier]
        left = [finding for finding in group if finding.verdict.outcome in SHORTFALLS and _can_be_mended(finding)]
        if rule.source is None and not left:
            continue
        case = Case(rule.context, rule.role, organization, accounts, group)
        dated = list(rule.source(case)) if rule.source is not None else []
        yield from dated
        if left:
            yield from _undated(case, dated, left)


def _undated(case: Case, dated: Iterable[Task], left: Iterable[Finding]) -> Iterator[Task]:
    """Of the shortfalls of a requirement those for which no task is overdue, as one task without a day."""
    overdue = [task for task in dated if task.when(case.context.as_of) is When.OVERDUE]
    at_work = {account.id for task in overdue for account in task.accounts}
    left = [
        finding
        for finding in left
        if (finding.subject.id not in at_work if finding.subject.kind == "account" else not overdue)
    ]
    if left:
        accounts = [account for finding in left for account in case.account(finding)]
        yield _without_day(case.role, case.context.requirement, case.organization, left, accounts)


def _can_be_mended(finding: Finding) -> bool:
    return (finding.check, finding.verdict.reason) not in _PAST


def _without_day(
    role: Role,
    requirement: Requirement,
    organization: Organization | None,
    findings: Iterable[Finding],
    accounts: Iterable[Account] = (),
) -> Task:
    outcome = worst(finding.outcome for finding in findings)
    records = records_of(place for finding in findings for place in finding.verdict.evidence)
    key = f"undated.{outcome}"
    return Task(
        role,
        requirement,
        organization,
        key,
        None,
        about="undated",
        accounts=tuple(accounts),
        records=records,
        values={"requirement": requirement.title},
        outcome=outcome,
    )


def _of_city(registry: Registry, assessment: Assessment, as_of: datetime.date) -> Iterator[Task]:
    """What city hall owes as a whole; its officer sees to it."""
    for requirement in registry.requirements.values():
        findings = [item for item in assessment.by_requirement.get(requirement.id, ()) if item.organization is None]
        source = CITY_SOURCES.get(requirement.check or "")
        dated = list(source(Context(registry, requirement, as_of))) if source is not None else []
        yield from dated
        left = [finding for finding in findings if finding.verdict.outcome in SHORTFALLS and _can_be_mended(finding)]
        if left and not any(task.when(as_of) is When.OVERDUE for task in dated):
            yield _without_day(Role.OFFICER, requirement, None, left)
