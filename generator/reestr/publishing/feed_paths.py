"""The addresses of the feeds of changes, for the pages that link to them and the exports that write them."""

from __future__ import annotations

from reestr.history.timeline.model import Timeline

FOLDER = "feeds/"
"""The folder below the site's root."""

CHANGES = f"{FOLDER}changes.atom"
"""The feed of all changes."""


def of_organization(identifier: str) -> str:
    """Return the feed of one organization."""
    return f"{FOLDER}organizations/{identifier}.atom"


def has_feeds(timeline: Timeline) -> bool:
    """Return whether there are feeds: without a history there are none."""
    return bool(timeline.commits)
