"""The pages of the state on a day: today, and the last day of each month that is over, with what proves them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from reestr import wording
from reestr.history.timeline.model import MonthState
from reestr.publishing.html.environment import render
from reestr.publishing.site.pages.changes import gap_texts
from reestr.publishing.site.widgets.day_state import DayState, of_month, today
from reestr.publishing.view import Page, View

PATH = "state/"


def build(view: View) -> Page:
    """Return the page of the view's own day, which leads to the months."""
    words = view.registry.words
    title = wording.text("sections.state.title", words=words)
    lead = wording.text("sections.state.lead", on=view.as_of.isoformat(), words=words)
    months = tuple(reversed(view.timeline.months))
    body = _body(view, PATH, title, lead, today(view), month=None, months=months, gaps=gap_texts(view))
    return Page(PATH, title, lead, body)


def month_pages(view: View) -> Iterator[Page]:
    """Yield a page for each month that is over, oldest first."""
    months = view.timeline.months
    for place, month in enumerate(months):
        yield _month_page(view, month, months[place - 1] if place else None, months[place + 1 :][:1])


def _month_page(view: View, month: MonthState, before: MonthState | None, after: tuple[MonthState, ...]) -> Page:
    words = view.registry.words
    path = f"{PATH}{month.month}/"
    title = wording.text("interface.day-state.title", on=month.day.isoformat())
    lead = wording.text("interface.day-state.lead", on=month.day.isoformat(), words=words)
    body = _body(view, path, title, lead, of_month(view, month), month=month, neighbours=(before, *(after or (None,))))
    return Page(path, title, lead, body)


def _body(view: View, path: str, title: str, lead: str, state: DayState, **values: object) -> str:
    return render(
        "state",
        path,
        view.registry.words,
        view=view,
        title=title,
        lead=lead,
        state=state,
        folder=str(PurePosixPath(view.registry.city.origin.file).parent),
        **values,
    )
