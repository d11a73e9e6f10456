"""Where the feeds of changes are, and how a page says so; what is in them is made by `exports/atom.py`."""

from __future__ import annotations

from markupsafe import Markup

from reestr import wording
from reestr.publishing.feed_paths import CHANGES, has_feeds, of_organization
from reestr.publishing.view import View


def changes_feed(view: View) -> str:
    """The path of the feed of all changes, "" where there is none."""
    return CHANGES if has_feeds(view.timeline) else ""


def organization_feed(view: View, identifier: str) -> str:
    """The path of an organization's feed, "" where there is none."""
    return of_organization(identifier) if has_feeds(view.timeline) else ""


def feed_head(feed: str, path: str, organization: str = "") -> str:
    """The <link> by which readers of feeds find the one of a page; "" where the page has none."""
    if not feed:
        return ""
    title = (
        wording.text("past.link.feed")
        if not organization
        else wording.text("past.link.feed-of", organization=organization)
    )
    link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">\n'
    return str(Markup(link).format(title, "../" * path.count("/") + feed))
