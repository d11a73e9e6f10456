"""The dated tasks of one organization as a list; made without a template, since every page has some."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache, lru_cache

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.tasks.task import Task, When
from reestr.publishing.html.addresses import address_text
from reestr.publishing.html.links import Links
from reestr.wording import task_text


def task_list(tasks: Sequence[Task], as_of: datetime.date, link: Links) -> Markup:
    """Return the tasks, each with its day as a calendar leaf, its pages, and the source of the day."""
    items = [_item(task, task.due_on, as_of, link) for task in tasks if task.due_on is not None]
    # Everything in it is escaped above.
    return Markup('<ul class="due">\n' + "\n".join(items) + "\n</ul>")


def _item(task: Task, day: datetime.date, as_of: datetime.date, link: Links) -> str:
    late = day < as_of
    begin, mark = ('<li class="is-breach">', _overdue()) if late else ("<li>", "")
    name = _linked(link.requirement(task.requirement.id), task_text.title(task))
    pages = ", ".join([address_text(account.url) for account in task.accounts])
    said = _explained(task_text.remark(task), task_text.basis(task))
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
