"""What is due in the week that begins on the date of the view: the tasks, gathered by day and by what is to be done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.artifact import View
from generator.model.city import Requirement
from generator.model.organization import Organization
from generator.pages.environment import interface

DAYS = 7
"""How many days ahead, the day itself included."""

NAMED = 3
"""How many of those concerned are named; of the others the number is said."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due by one day: its requirement, the first organizations concerned, how many there are in all."""

    day: datetime.date
    text: str
    requirement: Requirement
    named: tuple[Organization, ...]
    number: int


def due_this_week(view: View) -> list[Due]:
    """Everything due from the date of the view on for a week, soonest first; each thing and day once."""
    last = view.as_of + datetime.timedelta(days=DAYS - 1)
    concerned: dict[tuple[datetime.date, int, str], dict[str, Organization]] = {}
    for task in view.tasks:
        if view.as_of <= task.due_on <= last:
            key = (task.due_on, task.requirement.order, task.requirement.id)
            concerned.setdefault(key, {})[task.organization.id] = task.organization
    found = []
    for (day, _, identifier), organizations in sorted(concerned.items(), key=lambda item: item[0]):
        requirement = view.registry.requirements[identifier]
        text = interface(f"due.{requirement.check}")
        named = tuple(organizations.values())[:NAMED]
        found.append(Due(day, text, requirement, named, len(organizations)))
    return found
