"""Makes the links from pages to the feeds of changes, which `open_data/atom.py` writes."""

from __future__ import annotations

from markupsafe import Markup

from reestr import wording
from reestr.publishing.feed_paths import CHANGES, has_feeds, of_organization
from reestr.publishing.view import View


def changes_feed(view: View) -> str:
    """Return the path of the feed of all changes, "" if there is none."""
    return CHANGES if has_feeds(view.timeline) else ""


def organization_feed(view: View, identifier: str) -> str:
    """Return the path of an organization's feed, "" if there is none."""
    return of_organization(identifier) if has_feeds(view.timeline) else ""


def feed_head(feed: str, path: str, organization: str = "") -> str:
    """Return the <link> by which feed readers find the feed of a page; "" if the page has none."""
    if not feed:
        return ""
    title = (
        wording.text("past.link.feed")
        if not organization
        else wording.text("past.link.feed-of", organization=organization)
    )
    link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">\n'
    return str(Markup(link).format(title, "../" * path.count("/") + feed))
