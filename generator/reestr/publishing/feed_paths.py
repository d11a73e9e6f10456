"""Where the feeds of changes lie: pages lead to them, exports write them."""

from __future__ import annotations

from reestr.history.timeline.model import Timeline

FOLDER = "feeds/"
"""Below the site's root."""

CHANGES = f"{FOLDER}changes.atom"
"""The feed of all changes."""


def of_organization(identifier: str) -> str:
    """The feed of one organization."""
    return f"{FOLDER}organizations/{identifier}.atom"


def has_feeds(timeline: Timeline) -> bool:
    """Whether there is anything that a feed could tell: without a history there are no feeds."""
    return bool(timeline.commits)
