"""The officer's week on one screen: new and mended breaches, what is due, weeks not handed in, incidents."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from reestr import wording
from reestr.history.timeline.breaches import BreachKey, breaches_then
from reestr.judging.finding import RANK, Outcome
from reestr.judging.tasks.task import Task, When
from reestr.publishing.figures.ordering import by_name, name_key
from reestr.publishing.html.links import Links
from reestr.publishing.site.pages.changes import gap_texts
from reestr.publishing.site.widgets.breaches import breaches_of
from reestr.publishing.site.widgets.reminder_letter import AddressedLetter, addressed_letters
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.site.widgets.task_list import due_this_week, last_day, leaf
from reestr.publishing.view import Page, View
from reestr.registry import calendar
from reestr.registry.city import Requirement
from reestr.registry.organization import Organization

PATH = "week/"

SHOWN = 3
"""The number of rows of each part that are shown at once; the others unfold."""

NAMED = 60
"""The number of rows of each part that the page has at all; the others are counted."""

_WEEK = datetime.timedelta(weeks=1)
_DAY = datetime.timedelta(days=1)
_Row = TypeVar("_Row")
_LOSSES = ("hijacked", "other-page", "gone", "blocked")
"""What can befall a page, worst first."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A requirement that an organization (None: the city itself) no longer breaches, and the verdict that there is
    now.
    """

    organization: Organization | None
    requirement: Requirement
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NotHandedIn:
    """An organization whose pages have weeks without a count: those weeks in words, the oldest first."""

    organization: Organization
    accounts: int
    weeks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageIncident:
    """A page that its organization does not control, or a fake: what happened, since when, whether within the week."""

    organization: Organization
    address: str
    text: str
    since: datetime.date
    is_new: bool
    place: str


@dataclass(frozen=True, slots=True)
class Listed(Generic[_Row]):
    """The rows of one part of the page: the first ones, those that unfold, and how many more there are."""

    first: Sequence[_Row]
    folded: Sequence[_Row]
    left: int

    @property
    def number(self) -> int:
        """Return the number of all rows."""
        return len(self.first) + len(self.folded) + self.left


def build(view: View) -> Page:
    """Return the page of the week before the view's date and of the one that begins on it."""
    sunday = sunday_before(view.as_of)
    then = breaches_then(view.timeline, sunday, view.organization_ids)
    begins = sunday + _DAY
    letters = _letters(view)
    return section_page(
        view,
        "week",
        PATH,
        begins=begins,
        until=last_day(view),
        known=then is not None,
        unknown=_why_unknown(view) if then is None else "",
        breached=len(view.breaches),
        new=_listed(breaches_of(view, [item for item in view.breaches if item not in (then or ())])),
        mended=_listed(_mended(view, then or ())),
        due=_listed(due_this_week(view)),
        overdue=sum(task.when(view.as_of) is When.OVERDUE for task in _all_tasks(view)),
        counted=view.registry.leading_requirement("counted", view.as_of),
        accounts=any(account.is_active(view.as_of) for account in view.registry.accounts.values()),
        missing=_listed(_not_handed_in(view)),
        incidents=_listed(_incidents(view, begins)),
        letters=letters,
        lettered=frozenset(item.organization.id for item in letters.folded),
        leaf=leaf,
        link_of=partial(_place_of, Links("../")),
    )


def sunday_before(day: datetime.date) -> datetime.date:
    """Return the last Sunday at least a week before a day."""
    sunday = calendar.week_end(calendar.week_of(day - _WEEK))
    return sunday if sunday <= day - _WEEK else sunday - _WEEK


def _why_unknown(view: View) -> str:
    return " ".join(gap_texts(view)) or wording.text("past.week.too-short")


def _listed(rows: Sequence[_Row]) -> Listed[_Row]:
    return Listed(rows[:SHOWN], rows[SHOWN:NAMED], max(len(rows) - NAMED, 0))


def _all_tasks(view: View) -> Iterable[Task]:
    yield from view.tasks.officer
    for own in view.tasks.by_organization.values():
        yield from own


def _mended(view: View, then: Iterable[BreachKey]) -> list[Mended]:
    """Return the breaches of then that are none now, the worst present verdict first.

    A breach of an organization or a requirement that is gone is not mended.
    """
    registry = view.registry
    of_city = {item.requirement: item.outcome for item in view.assessment.findings if item.organization is None}
    found = []
    for name, whose in then:
        requirement, organization = registry.requirements.get(name), registry.organizations.get(whose)
        outcome = view.assessment.cells.get((whose, name)) if whose else of_city.get(name)
        if requirement is not None and outcome is not None and outcome is not Outcome.BREACH:
            found.append(Mended(organization, requirement, outcome))
    return sorted(
        found,
        key=lambda item: (
            RANK[item.outcome],
            by_name(item.organization) if item.organization is not None else ((), ""),
            item.requirement.order,
        ),
    )


def _not_handed_in(view: View) -> list[NotHandedIn]:
    """Return the organizations whose last full week is not counted, those with the most such weeks first."""
    last = calendar.last_full_weeks(view.as_of, 1)[0]
    weeks: dict[str, set[str]] = {}
    accounts: dict[str, set[str]] = {}
    for identifier, own in view.tasks.by_organization.items():
        for task in own:
            week = task.values.get("week") if task.kind == "count" else None
            if isinstance(week, str) and week <= last:
                weeks.setdefault(identifier, set()).add(week)
                accounts.setdefault(identifier, set()).update(account.id for account in task.accounts)
    rows = [
        NotHandedIn(
            view.registry.organizations[identifier],
            len(accounts[identifier]),
            tuple(wording.week_in_words(week) for week in sorted(found)),
        )
        for identifier, found in weeks.items()
        if last in found
    ]
    return sorted(rows, key=lambda row: (-len(row.weeks), by_name(row.organization)))


def _incidents(view: View, begins: datetime.date) -> list[PageIncident]:
    """Return the pages out of control and the fakes that are still there: the new ones first, then by kind."""
    registry, day = view.registry, view.as_of
    found: list[tuple[int, PageIncident]] = []
    for account in registry.accounts.values():
        loss = account.loss_on(day) if account.is_active(day) else None
        organization = registry.organizations.get(account.owner_on(day))
        if loss is None or organization is None or organization.is_closed(day):
            continue
        text = wording.text(f"past.week.incidents.{loss.how}")
        place = f"#account-{account.id}"
        incident = PageIncident(organization, account.url, text, loss.since, loss.since >= begins, place)
        found.append((_LOSSES.index(loss.how) if loss.how in _LOSSES else len(_LOSSES), incident))
    for fake in registry.fakes.values():
        organization = registry.organizations.get(fake.pretends_to_be)
        if organization is None or fake.is_gone(day) or fake.found_on > day:
            continue
        text = wording.text("past.week.incidents.fake" if fake.reports else "past.week.incidents.fake-unreported")
        is_new = fake.found_on >= begins
        found.append((0, PageIncident(organization, fake.url, text, fake.found_on, is_new, f"#fake-{fake.id}")))
    found.sort(key=lambda item: (not item[1].is_new, item[0], name_key(item[1].organization.title), item[1].address))
    return [incident for _, incident in found]


def _letters(view: View) -> Listed[AddressedLetter]:
    letters = addressed_letters(view)
    return Listed((), letters[:NAMED], max(len(letters) - NAMED, 0))


def _place_of(link: Links, organization: Organization, place: str) -> str:
    return link.organization(organization.id) + place
