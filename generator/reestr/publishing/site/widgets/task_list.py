"""Lists dated tasks: those of one organization, or equal ones of many organizations gathered into one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.tasks.task import WEEK, Task, When
from reestr.publishing.html.links import Links
from reestr.publishing.view import View
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization
from reestr.registry.words import CityWords
from reestr.wording import task_text

NAMED = 3
"""The number of organizations named on the home page; the others are counted."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: its first due day, the first organizations concerned, and their total number.

    The city's own tasks concern no organization. If `spread`, the organizations have different days, and `named` are
    pairs of an organization and its day; without a day, none of them has one.
    """

    day: datetime.date | None
    text: str
    requirement: Requirement
    named: tuple[tuple[Organization, datetime.date | None], ...]
    number: int
    spread: bool


def last_day(view: View) -> datetime.date:
    """Return the last day of the week that begins on the view's date."""
    return view.as_of + datetime.timedelta(days=WEEK - 1)


def due_this_week(view: View) -> list[Due]:
    """Return everything due within the week, soonest first; each task and day once."""
    tasks = view.tasks
    # The officer's part of an organization's task is named once.
    officer = (task for task in tasks.officer if not task.requirement.is_organizations_duty)
    return gathered(view, chain(officer, *tasks.by_organization.values()), When.WEEK, NAMED)


def gathered(view: View, tasks: Iterable[Task], when: When, named: int) -> list[Due]:
    """Return the tasks of this nearness, grouped by what must be done, with the first `named` organizations.

    Within the week, each day has its own group.
    """
    things: dict[tuple[datetime.date | None, int, str, str], dict[str, tuple[Organization, datetime.date | None]]] = {}
    days: dict[tuple[datetime.date | None, int, str, str], set[datetime.date]] = {}
    for task in tasks:
        if task.when(view.as_of) is not when:
            continue
        day = task.due_on if when is When.WEEK else None
        thing = (day, task.requirement.order, task.requirement.id, task_text.title(task, view.registry.words))
        concerned = things.setdefault(thing, {})
        if task.due_on is not None:
            days.setdefault(thing, set()).add(task.due_on)
        if task.organization is not None:
            concerned.setdefault(task.organization.id, (task.organization, task.due_on))
    found = []
    for thing, concerned in things.items():
        known = days.get(thing, set())
        spread = len(known) > 1
        who = list(concerned.values())
        if spread:
            who.sort(key=_own_day)
        requirement = view.registry.requirements[thing[2]]
        found.append(Due(min(known, default=None), thing[3], requirement, tuple(who[:named]), len(who), spread))
    return sorted(found, key=lambda item: (item.day or datetime.date.max, item.requirement.order, item.text))


def _own_day(concerned: tuple[Organization, datetime.date | None]) -> datetime.date:
    return concerned[1] or datetime.date.max


def task_list(view: View, tasks: Sequence[Task], link: Links) -> Markup:
    """Return the tasks, each with its day as a calendar leaf, the networks of its pages, and the source of the day."""
    items = [_item(view, task, task.due_on, link) for task in tasks if task.due_on is not None]
    # Everything in it is escaped above.
    return Markup('<ul class="due">\n' + "\n".join(items) + "\n</ul>")


def later_list(tasks: Sequence[Task], link: Links, words: CityWords) -> Markup:
    """Return the tasks as lines, each with its day; what else there is to know of them comes when they are next."""
    lines = [
        Markup("<li>{} {}</li>").format(
            wording.date_short(task.due_on.isoformat()),
            _linked(link.requirement(task.requirement.id), task_text.title(task, words)),
        )
        for task in tasks
        if task.due_on is not None
    ]
    return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(lines))


def _item(view: View, task: Task, day: datetime.date, link: Links) -> str:
    as_of, words = view.as_of, view.registry.words
    late = day < as_of
    begin, mark = ('<li class="is-breach">', _overdue()) if late else ("<li>", "")
    name = _linked(link.requirement(task.requirement.id), task_text.title(task, words))
    networks = view.registry.networks
    pages = escape(", ".join(dict.fromkeys([networks[account.network].name for account in task.accounts])))
    said = _explained(task_text.remark(task), task_text.basis(task, words))
    return (
        f"{begin}{leaf(day, as_of.year)}\n<div><p><b>{name}</b>{mark}</p>\n"
        f'<p class="aside-note">{pages}{". " if pages else ""}{said}</p></div></li>'
    )


@cache
def leaf(day: datetime.date, year: int) -> Markup:
    """Return a day as a calendar leaf, with its year if it differs from `year`."""
    month = wording.month_name(day.month)[:3]
    other = Markup("<small>{}</small>").format(day.year) if day.year != year else ""
    return Markup('<time class="day" datetime="{}"><b>{}</b><small>{}</small>{}</time>').format(
        day.isoformat(), day.day, month, other
    )


@lru_cache(1 << 12)
def _linked(address: str, title: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, title)


@cache
def _overdue() -> Markup:
    return Markup(' <span class="when is-breach">{}</span>').format(task_text.when(When.OVERDUE))


@cache
def _explained(remark: str, basis: str) -> Markup:
    return escape(" ".join(part for part in (remark, basis) if part))
