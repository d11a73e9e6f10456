"""What must be done and by when: the officer's tasks one by one, the organizations' grouped, the calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from reestr.judging.tasks.task import Task, When
from reestr.publishing.html.addresses import address_text
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets import table_columns as table
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.site.widgets.table_columns import TableColumn
from reestr.publishing.site.widgets.task_list import Due, gathered, leaf
from reestr.publishing.view import Page, Site, View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.words import CityWords
from reestr.wording import task_text

PATH = "tasks/"
ROWS = 1_000
"""The maximum number of rows of a table; the most urgent are kept, the rest is on the organizations' pages."""

NAMED = 12
"""The number of named organizations with the same task on the same day."""

FEW = 3

_LINK = Links("../" * PATH.count("/"))
_RANK: Mapping[When, int] = {value: rank for rank, value in enumerate(When)}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a row, how near its day is, the site whose forge edits its records, and the words of the city."""

    task: Task
    when: When
    site: Site
    words: CityWords


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization with tasks: the most urgent of them, and their numbers by nearness."""

    organization: Organization
    first: Task
    when: When
    counts: Mapping[When, int]
    words: CityWords


def build(view: View) -> Page:
    """Return the page of all tasks."""
    tasks, words = view.tasks, view.registry.words
    officer = [TaskRow(task, task.when(view.as_of), view.site, words) for task in tasks.officer]
    organizations = _organizations(view)
    of_organizations = _sums(row.counts for row in organizations)
    of_officer = Counter(row.when for row in officer)
    return section_page(
        view,
        "tasks",
        PATH,
        whens=tuple(When),
        when_said=task_text.when,
        leaf=leaf,
        of_officer=of_officer,
        of_organizations=of_organizations,
        officer_groups=_groups(view, tasks.officer),
        organization_groups=_groups(view, [task for own in tasks.by_organization.values() for task in own]),
        officer=len(officer),
        officer_shown=min(len(officer), ROWS),
        officer_heads=table.heads(TASK_COLUMNS),
        officer_rows=table.rows(TASK_COLUMNS, officer[:ROWS]),
        organizations=len(organizations),
        organizations_shown=min(len(organizations), ROWS),
        organization_heads=table.heads(ORGANIZATION_COLUMNS),
        organization_rows=table.rows(ORGANIZATION_COLUMNS, organizations[:ROWS]),
    )


def _groups(view: View, tasks: Sequence[Task]) -> list[tuple[When, list[Due]]]:
    """Return the tasks by nearness and by what must be done; distant ones name fewer organizations."""
    groups = [(when, gathered(view, tasks, when, FEW if when is When.LATER else NAMED)) for when in When]
    return [(when, items) for when, items in groups if items]


def _organizations(view: View) -> list[OrganizationRow]:
    """Return the organizations with tasks, the most urgent first."""
    rows = []
    for identifier, own in view.tasks.by_organization.items():
        if own:
            counts = Counter(task.when(view.as_of) for task in own)
            rows.append((_urgency(own, counts), identifier, own[0], counts))
    return [
        OrganizationRow(
            view.registry.organizations[identifier], first, first.when(view.as_of), counts, view.registry.words
        )
        for _, identifier, first, counts in sorted(rows, key=lambda row: row[:2])
    ]


def _urgency(own: Sequence[Task], counts: Mapping[When, int]) -> tuple[int, str]:
    return -counts[When.OVERDUE], str(own[0].due_on or "9999")


def _sums(counts: Iterable[Mapping[When, int]]) -> Mapping[When, int]:
    total: Counter[When] = Counter()
    for item in counts:
        total.update(item)
    return total


def _what(row: TaskRow) -> str:
    return f'<th scope="row">{_asked(row.task, row.words)}{_accounts(row.task)}</th>'


def _asked(task: Task, words: CityWords) -> str:
    address = escape(_LINK.requirement(task.requirement.id))
    return f'<a href="{address}">{escape(task_text.title(task, words))}</a>'


def _accounts(task: Task) -> str:
    if not task.accounts:
        return ""
    return f" <small>{', '.join(address_text(account.url) for account in task.accounts)}</small>"


def _concerned(row: TaskRow) -> str:
    organization = row.task.organization
    return f"<td>{'' if organization is None else _organization(organization)}</td>"


def _organization(organization: Organization) -> str:
    return f'<a href="{escape(_LINK.organization(organization.id))}">{escape(organization.title)}</a>'


def _due(task: Task) -> str:
    return table.day_cell(task.due_on) if task.due_on is not None else "<td>—</td>"


def _when(when: When) -> str:
    tone = " is-breach" if when is When.OVERDUE else ""
    said = f'<span class="when{tone}">{escape(task_text.when(when))}</span>'
    return f'<td data-value="{when}" data-rank="{_RANK[when]}">{said}</td>'


def _records(row: TaskRow) -> str:
    """Return links to edit the records in which the result is recorded."""
    links = [
        f'<a href="{escape(_LINK.edit(row.site, origin))}">{escape(origin.record)}</a>' for origin in row.task.records
    ]
    return f"<td>{'<br>'.join(links)}</td>"


def _requirement(requirement: Requirement) -> str:
    return table.coded_cell(requirement.id, requirement.title)


def _count(row: OrganizationRow, when: When) -> str:
    number = row.counts[when]
    tone = " is-breach" if number and when is When.OVERDUE else "" if number else " zero"
    return f'<td class="number{tone}">{number}</td>'


def _name(row: OrganizationRow) -> str:
    return f'<th scope="row">{_organization(row.organization)}</th>'


TASK_COLUMNS: tuple[TableColumn[TaskRow], ...] = (
    TableColumn("what", _what),
    TableColumn("organization", _concerned, link=True),
    TableColumn("due", lambda row: _due(row.task), sort="date"),
    TableColumn("when", lambda row: _when(row.when), sort="rank", facet=True),
    TableColumn("records", _records, link=True),
    TableColumn("requirement", lambda row: _requirement(row.task.requirement), facet=True, extra=True),
    TableColumn(
        "basis", lambda row: table.text_cell(task_text.basis(row.task, row.words) or "—"), extra=True, sentences=True
    ),
)
"""The columns of the officer's tasks."""

ORGANIZATION_COLUMNS: tuple[TableColumn[OrganizationRow], ...] = (
    TableColumn("organization", _name, link=True),
    TableColumn("what", lambda row: f"<td>{_asked(row.first, row.words)}{_accounts(row.first)}</td>", "urgent"),
    TableColumn("due", lambda row: _due(row.first), sort="date"),
    TableColumn("when", lambda row: _when(row.when), sort="rank", facet=True),
    TableColumn("overdue", lambda row: _count(row, When.OVERDUE), sort="number"),
    TableColumn("week", lambda row: _count(row, When.WEEK), sort="number"),
    TableColumn("month", lambda row: _count(row, When.MONTH), sort="number"),
    TableColumn("later", lambda row: _count(row, When.LATER), sort="number", extra=True),
    TableColumn("undated", lambda row: _count(row, When.UNDATED), sort="number"),
    TableColumn(
        "sphere",
        lambda row: table.labelled_cell(row.organization.sphere, "organization", "sphere"),
        facet=True,
        extra=True,
    ),
)
"""The columns of the organizations with tasks."""
