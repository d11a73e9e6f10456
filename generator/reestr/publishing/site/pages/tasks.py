"""What must be done and by when: the officer's tasks by what is to be done, the organizations' one by one.

The organizations are on as many pages as they need, the most urgent on the first.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reestr import wording
from reestr.judging.finding import Outcome
from reestr.judging.tasks.task import Task, When
from reestr.publishing.further_pages import PER_PAGE, TASKS, task_path
from reestr.publishing.html.environment import render
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets.breaches import since_text
from reestr.publishing.site.widgets.organization_tasks import TasksOf, shown_tasks, tasks_of_organizations
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.site.widgets.task_list import leaf
from reestr.publishing.view import Page, View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.origin import Origin
from reestr.wording import date_short, task_text

PATH = TASKS

ROWS = 100
"""The maximum number of organizations named at one thing that the officer has to do; the page of the requirement has
all.
"""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """The organization that a task of the officer concerns (None: the city itself), the day or since when it is
    breached, and the records in which the result is recorded, each with the page it is about ("" for none).
    """

    organization: Organization | None
    said: str
    records: tuple[tuple[str, Origin], ...]


@dataclass(frozen=True, slots=True)
class OfficerThing:
    """One thing that the officer has to do: its first day, and each organization concerned, the soonest first."""

    text: str
    requirement: Requirement
    day: datetime.date | None
    rows: Sequence[OfficerRow]
    left: int

    @property
    def number(self) -> int:
        """Return how many organizations it concerns."""
        return len(self.rows) + self.left


def build(view: View) -> Page:
    """Return the first page of tasks."""
    items = tasks_of_organizations(view)
    link = Links("../" * PATH.count("/"))
    of_officer = Counter(_nearness(task, view.as_of) for task in view.tasks.officer)
    breached = of_officer.pop(_BREACHED, 0)
    of_organizations: Counter[When] = Counter()
    for item in items:
        of_organizations.update(item.counts)
    return section_page(
        view,
        "tasks",
        PATH,
        whens=tuple(When),
        when_said=task_text.when,
        unconfirmed_said=wording.text("tasks.when.unconfirmed"),
        leaf=leaf,
        breaches=(sum(len(item.breaches) for item in items), breached),
        of_officer=of_officer,
        of_organizations=of_organizations,
        officer=_officer_groups(view),
        organizations=[shown_tasks(view, item, link) for item in items[:PER_PAGE]],
        number=len(items),
        pages=_numbers(items),
        page=1,
    )


def further_pages(view: View) -> Iterator[Page]:
    """Yield the pages of the organizations that the first page has no room for."""
    items = tasks_of_organizations(view)
    for number in _numbers(items)[1:]:
        path = task_path(number)
        link = Links("../" * path.count("/"))
        first = (number - 1) * PER_PAGE
        words = view.registry.words
        title = wording.text(
            "tasks.further", first=first + 1, last=min(first + PER_PAGE, len(items)), number=len(items)
        )
        body = render(
            "tasks_further",
            path,
            words,
            view=view,
            title=title,
            organizations=[shown_tasks(view, item, link) for item in items[first : first + PER_PAGE]],
            pages=_numbers(items),
            page=number,
        )
        yield Page(path, title, title, body)


def _numbers(items: Sequence[TasksOf]) -> range:
    """Return the numbers of the pages."""
    return range(1, max(-(-len(items) // PER_PAGE), 1) + 1)


_BREACHED = "breached"


def _nearness(task: Task, as_of: datetime.date) -> str:
    """Return how near a task of the officer is; a breach without a day is apart from what is only unconfirmed."""
    when = task.when(as_of)
    return _BREACHED if when is When.UNDATED and task.outcome is Outcome.BREACH else when


def _officer_groups(view: View) -> list[tuple[str, str, Sequence[OfficerThing]]]:
    """Return the officer's tasks by nearness, breaches first: the key, its words, the things to be done."""
    groups: dict[str, list[Task]] = {}
    for task in view.tasks.officer:
        groups.setdefault(_nearness(task, view.as_of), []).append(task)
    order: Mapping[str, str] = {
        _BREACHED: wording.text("tasks.when.breached"),
        **{when: task_text.when(when) for when in When},
        When.UNDATED: wording.text("tasks.when.unconfirmed"),
    }
    return [(key, said, _things(view, groups[key])) for key, said in order.items() if key in groups]


def _things(view: View, tasks: Iterable[Task]) -> list[OfficerThing]:
    words = view.registry.words
    gathered: dict[tuple[str, str], list[Task]] = {}
    for task in tasks:
        gathered.setdefault((task.requirement.id, task_text.title(task, words)), []).append(task)
    found = []
    for (requirement, text), alike in gathered.items():
        # Tasks are sorted: the soonest first.
        rows = [OfficerRow(task.organization, _said(view, task), _records(view, task)) for task in alike[:ROWS]]
        left = max(len(alike) - ROWS, 0)
        found.append(OfficerThing(text, view.registry.requirements[requirement], alike[0].due_on, rows, left))
    return found


def _records(view: View, task: Task) -> tuple[tuple[str, Origin], ...]:
    """Return the records of a task, each with the address of the page that it is about."""
    accounts = view.registry.accounts
    return tuple(
        (accounts[origin.id].url if origin.kind == "account" and origin.id in accounts else "", origin)
        for origin in task.records
    )


def _said(view: View, task: Task) -> str:
    if task.due_on is not None:
        return date_short(task.due_on.isoformat())
    breach = (task.requirement.id, task.organization.id if task.organization is not None else "")
    findings = view.breaches.get(breach)
    return since_text(view, breach, findings) if findings is not None else ""
