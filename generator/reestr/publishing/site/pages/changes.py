"""The page of changes: the effects of the last commits on the registry and its verdicts, newest first, by day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from reestr import wording
from reestr.history.narrative import CommitNarrative, Limits, Naming, commit_narrative, first_narrative
from reestr.history.past import first_commit
from reestr.publishing.html.links import Links
from reestr.publishing.site.widgets.feed_links import changes_feed, feed_head
from reestr.publishing.site.widgets.section_page import section_page
from reestr.publishing.site.widgets.sentences import sentence_html
from reestr.publishing.view import Page, View

PATH = "changes/"

DAYS = 366
"""How far back the page goes."""

LINES = 200
"""The number of lines after which the page ends, at the end of a commit."""

LIMITS = Limits(sentences=12, names=5, verdicts=4)
"""The limits for one commit on the page."""


def build(view: View) -> Page:
    """Return the page of changes; its length is limited, however long the history is."""
    commits = list(_bounded(view))
    days = [(day, tuple(items)) for day, items in groupby(commits, key=lambda item: item.commit.day)]
    feed = changes_feed(view)
    return section_page(
        view,
        "changes",
        PATH,
        head=feed_head(feed, PATH),
        days=days,
        earlier=sum(not changes.is_empty for changes in view.timeline.commits) - len(commits),
        gaps=gap_texts(view),
        feed=feed,
        sentence_html=partial(sentence_html, view, link=Links("../" * PATH.count("/"))),
    )


def gap_texts(view: View) -> list[str]:
    """Return which parts of the past are unknown, and what to do about it."""
    return [wording.text(f"past.gaps.{gap.value}") for gap in view.timeline.gaps]


def _bounded(view: View) -> Iterator[CommitNarrative]:
    first_day = view.as_of - datetime.timedelta(days=DAYS)
    first = first_commit(view.timeline)
    count = 0
    for changes in reversed(view.timeline.commits):
        if count >= LINES or changes.commit.day < first_day:
            return
        if changes is first:
            yield first_narrative(changes)
        elif not changes.is_empty:
            narrative = commit_narrative(changes, Naming.ORGANIZATIONS, LIMITS, view.titles)
            count += len(narrative.sentences) + len(narrative.verdicts)
            yield narrative
