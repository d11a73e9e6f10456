"""The addresses of the pages that long lists go on with: tasks of organizations, months of changes, rows of tables."""

from __future__ import annotations

from reestr.history.past import first_commit
from reestr.publishing.figures.matrix import matrix_columns, outcomes_in_common
from reestr.publishing.view import View
from reestr.registry import calendar

TASKS = "tasks/"
CHANGES = "changes/"

PER_PAGE = 100
"""The number of organizations on a page of tasks."""


ROWS = 2_500
"""The number of rows on a page of the registry, of the accounts, of the matrix: under 250 kB, compressed."""


def numbered_path(section: str, number: int) -> str:
    """Return the path of a page of a section; the first one is the section's own."""
    return section if number == 1 else f"{section}{number}/"


def numbers_of_pages(rows: int) -> range:
    """Return the numbers of the pages of a table with so many rows."""
    return range(1, max(-(-rows // ROWS), 1) + 1)


def _rows_of_tables(view: View) -> dict[str, int]:
    organizations = len(view.registry.organizations)
    accounts = sum(account.is_trusted(view.as_of) for account in view.registry.accounts.values())
    found = {"organizations/": organizations, "accounts/": accounts}
    if organizations > ROWS:
        columns = matrix_columns(view)
        found["compliance/"] = organizations if columns and not outcomes_in_common(view, columns) else 0
    return found


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
        *(
            numbered_path(section, number)
            for section, rows in _rows_of_tables(view).items()
            for number in numbers_of_pages(rows)[1:]
        ),
        *(month_path(month) for month in months_of_changes(view)),
    )
