"""The addresses of the pages that long lists go on with: tasks of organizations, months of changes."""

from __future__ import annotations

from reestr.history.past import first_commit
from reestr.publishing.view import View
from reestr.registry import calendar

TASKS = "tasks/"
CHANGES = "changes/"

PER_PAGE = 100
"""The number of organizations on a page of tasks."""


def task_path(number: int) -> str:
    """Return the path of a page of tasks; the first one is that of the section."""
    return TASKS if number == 1 else f"{TASKS}{number}/"


def organizations_with_tasks(view: View) -> list[str]:
    """Return the ids of organizations with tasks or breaches of their own, in the order of the records."""
    breached = {whose for name, whose in view.breaches if name in view.registry.duties_of_organizations}
    own = view.tasks.by_organization
    return [identifier for identifier in view.registry.organizations if own.get(identifier) or identifier in breached]


def month_path(month: str) -> str:
    """Return the path of the page of a month's changes: `2026-11` -> `changes/2026-11/`."""
    return f"{CHANGES}{month}/"


def months_of_changes(view: View) -> tuple[str, ...]:
    """Return the months in which weeks with changes began, the last one first."""
    first = first_commit(view.timeline)
    days = [item.commit.day for item in reversed(view.timeline.commits) if item is first or not item.is_empty]
    return tuple(dict.fromkeys(calendar.month_of(calendar.week_monday(calendar.week_of(day))) for day in days))


def further_paths(view: View) -> tuple[str, ...]:
    """Return the paths of all these pages but the first ones."""
    pages = -(-len(organizations_with_tasks(view)) // PER_PAGE)
    return (
        *(task_path(number) for number in range(2, pages + 1)),
        *(month_path(month) for month in months_of_changes(view)),
    )
