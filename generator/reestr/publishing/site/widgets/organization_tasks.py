"""What each organization has to do, as one folded entry: its breaches first, then its tasks by day.

Joined from cached parts, for speed: a city may have ten thousand organizations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from reestr import wording
from reestr.judging.tasks.task import Task, When
from reestr.publishing.documents.reminder import reminder
from reestr.publishing.figures.ordering import by_name
from reestr.publishing.further_pages import organizations_with_tasks
from reestr.publishing.html.addresses import address_text
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets.breaches import BreachLine, breach_line
from reestr.publishing.site.widgets.task_list import leaf
from reestr.publishing.view import View
from reestr.registry.account import Account
from reestr.registry.organization import Organization
from reestr.registry.words import CityWords
from reestr.wording import task_text

_MARKED = (When.OVERDUE, When.WEEK)


@dataclass(frozen=True, slots=True)
class TasksOf:
    """An organization with something to do: its breaches, its tasks, and the numbers of them by nearness."""

    organization: Organization
    breaches: tuple[BreachLine, ...]
    tasks: tuple[Task, ...]
    counts: Mapping[When, int]

    @property
    def left(self) -> Sequence[Task]:
        """Return the tasks that are no part of a breach, in their order."""
        breached = {line.requirement.id for line in self.breaches}
        return [task for task in self.tasks if task.requirement.id not in breached]


@dataclass(frozen=True, slots=True)
class ShownTasks:
    """An organization's entry: its marks for the line that stays visible, its list, and what the link to the letter
    that reminds it says, "" if there is none.
    """

    organization: Organization
    marks: Markup
    body: Markup
    letter: str


def tasks_of_organizations(view: View) -> list[TasksOf]:
    """Return every organization with own tasks or breaches: most breaches first, then most overdue, then soonest."""
    registry = view.registry
    own: dict[str, list[BreachLine]] = {}
    for name, whose in view.breaches:
        if whose and name in registry.duties_of_organizations:
            own.setdefault(whose, []).append(breach_line(view, (name, whose)))
    found = []
    for identifier in organizations_with_tasks(view):
        tasks = view.tasks.by_organization.get(identifier, ())
        counts = Counter(task.when(view.as_of) for task in tasks)
        found.append(TasksOf(registry.organizations[identifier], tuple(own.get(identifier, ())), tasks, counts))
    return sorted(found, key=_urgency)


def _urgency(item: TasksOf) -> tuple[object, ...]:
    first = next((str(task.due_on) for task in item.tasks if task.due_on is not None), "9999")
    return -len(item.breaches), -item.counts[When.OVERDUE], first, by_name(item.organization)


def shown_tasks(view: View, item: TasksOf, link: Links) -> ShownTasks:
    """Return the entry of an organization on a page with these links."""
    writer = _Writer(view, link)
    breached = [writer.breach(line, item) for line in item.breaches]
    dated = [writer.task(task) for task in item.left if task.due_on is not None]
    undated = writer.undated([task for task in item.left if task.due_on is None])
    body = f'<ul class="due">\n{"".join([*breached, *dated, *undated])}</ul>'
    return ShownTasks(item.organization, _marks(item), Markup(body), _letter(view, item.organization))


def _letter(view: View, organization: Organization) -> str:
    """Return the words of the link to the letter on the page of an organization; "" in the public edition."""
    return wording.text("reminders.show") if view.internal and reminder(view, organization) is not None else ""


def _marks(item: TasksOf) -> Markup:
    marks = [_mark("breached", len(item.breaches), True)] if item.breaches else []
    marks += [_mark(str(when), item.counts[when], when is When.OVERDUE) for when in _MARKED if item.counts[when]]
    return Markup(", ".join(marks or [_mark("others", len(item.tasks), False)]))


@cache
def _mark(key: str, number: int, is_bad: bool) -> str:
    said = escape(wording.text(f"tasks.marks.{key}", number=number))
    return f'<span class="when{" is-breach" if is_bad else ""}">{said}</span>'


class _Writer:
    """Writes the lines of entries of one page."""

    def __init__(self, view: View, link: Links) -> None:
        self._as_of = view.as_of
        self._words = view.registry.words
        self._link = link

    def breach(self, line: BreachLine, item: TasksOf) -> str:
        """Return a breach with what is due for it."""
        organization = self._link.organization(item.organization.id)
        title = _linked(f"{organization}#{line.requirement.id}", line.title)
        of_it = [task for task in item.tasks if task.requirement.id == line.requirement.id and task.due_on is not None]
        due = "".join(f"<p>{escape(self._due(task))}</p>" for task in of_it)
        since = escape(wording.text("tasks.breach-note", since=line.since, clears=line.clears))
        note = ": ".join(part for part in (_pages(line.accounts), str(since)) if part)
        return (
            f'<li class="is-breach">{_cross()}\n<div><p><b>{title}</b></p>\n<p class="aside-note">{note}</p>{due}</div>'
            "</li>\n"
        )

    def _due(self, task: Task) -> str:
        assert task.due_on is not None
        said = wording.date_short(task.due_on.isoformat())
        return wording.text("tasks.due-line", on=said, what=task_text.title(task, self._words))

    def task(self, task: Task) -> str:
        """Return a task with its day."""
        assert task.due_on is not None
        late = task.due_on < self._as_of
        title = _linked(self._link.requirement(task.requirement.id), task_text.title(task, self._words))
        pages, said = _pages(task.accounts), str(escape(task_text.remark(task)))
        note = ". ".join(part for part in (pages, said) if part)
        return (
            f"<li{_LATE if late else ''}>{leaf(task.due_on, self._as_of.year)}\n<div><p><b>{title}</b>"
            f"{_overdue() if late else ''}</p>{_note(note)}</div></li>\n"
        )

    def undated(self, tasks: Sequence[Task]) -> Iterable[str]:
        """Return one line for all that is to be confirmed and has no day."""
        if not tasks:
            return ()
        titles = ", ".join(
            [_linked(self._link.requirement(task.requirement.id), task.requirement.title) for task in tasks]
        )
        return (f"<li>{_dash()}\n<div><p>{_to_confirm(self._words)} {titles}</p></div></li>\n",)


_LATE = ' class="is-breach"'


def _pages(accounts: Iterable[Account]) -> str:
    return ", ".join([address_text(account.url) for account in accounts])


def _note(text: str) -> str:
    return f'\n<p class="aside-note">{text}</p>' if text else ""


@cache
def _linked(address: str, title: str) -> str:
    return f'<a href="{escape(address)}">{escape(title)}</a>'


@cache
def _overdue() -> str:
    return f' <span class="when is-breach">{escape(task_text.when(When.OVERDUE))}</span>'


@cache
def _cross() -> str:
    return '<span class="day" aria-hidden="true">!</span>'


@cache
def _dash() -> str:
    return '<span class="day" aria-hidden="true">?</span>'


@cache
def _to_confirm(words: CityWords) -> str:
    return f"<b>{escape(wording.text('tasks.to-confirm', words=words))}</b>"
