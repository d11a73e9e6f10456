"""What is due in the week that begins on the date of the view: the tasks, gathered by day and by what is to be done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from generator.artifact import View
from generator.model.city import Requirement
from generator.model.organization import Organization
from generator.tasks import words
from generator.tasks.task import WEEK, Task, When

NAMED = 3
"""How many of those concerned are named on the home page; of the others the number is said."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due by one day: its requirement, the first organizations concerned, how many there are in all.

    No organization is concerned by what the city owes as a whole.
    """

    day: datetime.date
    text: str
    requirement: Requirement
    named: tuple[Organization, ...]
    number: int


def last_day(view: View) -> datetime.date:
    """The last day of the week that begins on the date of the view."""
    return view.as_of + datetime.timedelta(days=WEEK - 1)


def due_this_week(view: View) -> list[Due]:
    """Everything that anybody has to do within the week, soonest first; each thing and day once."""
    tasks = view.tasks
    # What the officer has to do besides an organization is said once.
    officer = (task for task in tasks.officer if not task.requirement.is_organizations_duty)
    return gathered(view, chain(officer, *tasks.by_organization.values()), NAMED)


def gathered(view: View, tasks: Iterable[Task], named: int) -> list[Due]:
    """Those of the tasks that are due within the week, by day and thing, with the first `named` organizations."""
    concerned: dict[tuple[datetime.date, int, str, str], dict[str, Organization]] = {}
    for day, task in _soon(view, tasks):
        thing = (day, task.requirement.order, task.requirement.id, words.title(task))
        organizations = concerned.setdefault(thing, {})
        if task.organization is not None:
            organizations[task.organization.id] = task.organization
    return [
        Due(day, text, view.registry.requirements[identifier], tuple(found.values())[:named], len(found))
        for (day, _, identifier, text), found in sorted(concerned.items(), key=lambda item: item[0])
    ]


def _soon(view: View, tasks: Iterable[Task]) -> Iterator[tuple[datetime.date, Task]]:
    for task in tasks:
        if task.due_on is not None and task.when(view.as_of) is When.WEEK:
            yield task.due_on, task
