"""The pages of changes: the effects of commits on the registry and its verdicts by week, newest first.

The first page has the last weeks, a page of each month all weeks that began in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from markupsafe import Markup

from reestr import wording
from reestr.history.folded_narrative import FoldedNarrative, folded_narrative
from reestr.history.narrative import Limits
from reestr.history.past import first_commit
from reestr.history.timeline.model import CommitChanges, WeekState
from reestr.publishing.further_pages import CHANGES, month_path
from reestr.publishing.html.environment import render
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets.feed_links import changes_feed, feed_head
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.site.widgets.sentences import sentence_html
from reestr.publishing.view import Page, View
from reestr.registry import calendar

PATH = CHANGES

WEEKS = 6
"""The number of weeks with changes on the first page."""

LIMITS = Limits(sentences=12, names=5, verdicts=4)
"""The limits for one commit; the rest unfolds."""


@dataclass(frozen=True, slots=True)
class ChangedWeek:
    """A week with changes: its days in words, its commits newest first, and how many breaches began and ended in it
    (None: unknown).
    """

    week: str
    said: str
    commits: Sequence[FoldedNarrative]
    broken: int | None
    mended: int | None

    @property
    def days(self) -> list[tuple[str, list[FoldedNarrative]]]:
        """Return the commits by day, the last day first."""
        return [
            (day, list(items)) for day, items in groupby(self.commits, key=lambda item: item.commit.day.isoformat())
        ]

    @property
    def number(self) -> int:
        """Return the number of changes."""
        return sum(item.number for item in self.commits)


@dataclass(frozen=True, slots=True)
class ChangedMonth:
    """A month in which weeks with changes began: its name, and its commits by week, the last week first."""

    month: str
    said: str
    weeks: Sequence[tuple[str, Sequence[CommitChanges]]]

    @property
    def number(self) -> int:
        """Return the number of changes."""
        return sum(len(commit.changes) for _, commits in self.weeks for commit in commits)


def build(view: View) -> Page:
    """Return the page of the last weeks, which leads to those of all months."""
    feed = changes_feed(view)
    months = _months(view)
    weeks = [week for month in months for week in month.weeks][:WEEKS]
    return section_page(
        view,
        "changes",
        PATH,
        head=feed_head(feed, PATH),
        weeks=_told(view, weeks),
        months=months,
        gaps=gap_texts(view),
        feed=feed,
        sentence_html=_renderer(view, PATH),
    )


def month_pages(view: View) -> Iterator[Page]:
    """Yield the page of each month, the last month first."""
    words = view.registry.words
    months = _months(view)
    for place, month in enumerate(months):
        path = month_path(month.month)
        title = wording.text("past.by-week.month", month=month.said)
        lead = wording.text("past.by-week.month-lead", month=month.said)
        body = render(
            "changes_month",
            path,
            words,
            view=view,
            title=title,
            weeks=_told(view, month.weeks),
            later=months[place - 1] if place else None,
            earlier=months[place + 1] if place + 1 < len(months) else None,
            sentence_html=_renderer(view, path),
        )
        yield Page(path, title, lead, body)


def gap_texts(view: View) -> list[str]:
    """Return which parts of the past are unknown, and what to do about it."""
    return [wording.text(f"past.gaps.{gap.value}") for gap in view.timeline.gaps]


def _renderer(view: View, path: str) -> Callable[..., Markup]:
    return partial(sentence_html, view, link=Links("../" * path.count("/")))


def _months(view: View) -> list[ChangedMonth]:
    """Return the months with changes, the last one first."""
    first = first_commit(view.timeline)
    told = [item for item in reversed(view.timeline.commits) if item is first or not item.is_empty]
    by_week = [(week, list(items)) for week, items in groupby(told, key=lambda item: calendar.week_of(item.commit.day))]
    by_month = groupby(by_week, key=lambda item: calendar.month_of(calendar.week_monday(item[0])))
    return [ChangedMonth(month, _month_in_words(month), list(weeks)) for month, weeks in by_month]


def _told(view: View, weeks: Sequence[tuple[str, Sequence[CommitChanges]]]) -> list[ChangedWeek]:
    first = first_commit(view.timeline)
    states: dict[str, WeekState] = {state.week: state for state in view.timeline.weeks if state.counts is not None}
    found = []
    for week, commits in weeks:
        state = states.get(week)
        # The breaches of the first week were there before, as far as is known.
        known = state is not None and state is not view.timeline.weeks[0]
        found.append(
            ChangedWeek(
                week,
                wording.week_in_words(week),
                [folded_narrative(item, LIMITS, view.titles, begins=item is first) for item in commits],
                len(state.broken) if state is not None and known else None,
                len(state.mended) if state is not None and known else None,
            )
        )
    return found


def _month_in_words(month: str) -> str:
    year, number = month.split("-")
    return f"{wording.month_name(int(number))} {year}\N{NO-BREAK SPACE}г."
