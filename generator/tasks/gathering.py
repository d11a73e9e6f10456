"""All tasks of a registry on one date."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from generator.compliance.check import Context
from generator.model.registry import Registry
from generator.tasks.sources import SOURCES
from generator.tasks.task import Task


def tasks_of(registry: Registry, as_of: datetime.date) -> tuple[Task, ...]:
    """Every task, by organization. Pure: the same registry and date give the same tasks in the same order."""
    return tuple(_tasks(registry, as_of))


def _tasks(registry: Registry, as_of: datetime.date) -> Iterator[Task]:
    asked = [
        (Context(registry, requirement, as_of), SOURCES[requirement.check])
        for requirement in registry.requirements.values()
        if requirement.check is not None and requirement.check in SOURCES
    ]
    for organization in registry.organizations.values():
        if organization.is_closed(as_of):
            continue
        accounts = registry.active_accounts(organization.id, as_of)
        for context, source in asked:
            for day in source(context, organization, accounts):
                yield Task(context.requirement, organization, day)
