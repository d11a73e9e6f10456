"""The page of changes: what the last commits did to the registry and to its verdicts, newest first, by day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from reestr import wording
from reestr.history.commit_text import began
from reestr.history.past import beginning
from reestr.history.timeline.model import Commit, Step
from reestr.publishing.site.widgets.commit_lines import lines_of, verdict_lines
from reestr.publishing.site.widgets.feed_links import changes_feed, feed_head
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.view import Page, View

PATH = "changes/"

DAYS = 366
"""How far back the page looks."""

LINES = 200
"""After so many lines the page ends with the commit that it tells."""


@dataclass(frozen=True, slots=True)
class CommitTold:
    """One commit in lines; `left` and `verdicts_left` are how many changes and verdicts are told only in the data."""

    commit: Commit
    lines: Sequence[Markup | str]
    left: int = 0
    verdicts: Sequence[Markup] = ()
    verdicts_left: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class DayTold:
    """A day with its commits, newest first."""

    day: datetime.date
    commits: tuple[CommitTold, ...]


def build(view: View) -> Page:
    """The page of changes; bounded, however long the history is."""
    commits = list(_bounded(view))
    days = [DayTold(day, tuple(items)) for day, items in groupby(commits, key=lambda item: item.commit.day)]
    steps = [step for step in view.timeline.steps if _says_something(step)]
    feed = changes_feed(view)
    return section_page(
        view,
        "changes",
        PATH,
        head=feed_head(feed, PATH),
        days=days,
        earlier=len(steps) - len(commits),
        gaps=gap_texts(view),
        feed=feed,
    )


def gap_texts(view: View) -> list[str]:
    """What of the past is not known, and what to do about it."""
    return [wording.text(f"past.gaps.{gap.value}") for gap in view.timeline.gaps]


def _bounded(view: View) -> Iterator[CommitTold]:
    first_day = view.as_of - datetime.timedelta(days=DAYS)
    first = beginning(view.timeline)
    count = 0
    for step in reversed(view.timeline.steps):
        if count >= LINES or step.commit.day < first_day:
            return
        if step is first:
            yield CommitTold(step.commit, [began(step)])
        elif _says_something(step):
            told = _told(view, step)
            count += len(told.lines) + len(told.verdicts)
            yield told


def _told(view: View, step: Step) -> CommitTold:
    lines, left = lines_of(view, step.changes, PATH)
    verdicts, verdicts_left = verdict_lines(view, step.verdicts, PATH)
    return CommitTold(step.commit, lines, left, verdicts, verdicts_left, len(step.unreadable))


def _says_something(step: Step) -> bool:
    return bool(step.changes or step.verdicts or step.unreadable)
