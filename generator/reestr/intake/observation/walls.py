"""Reads a wall page by page, back to a moment, although posts are added and deleted while it is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from reestr.intake.observation.collector import KeptAnswer, NetworkPost, WallReading

# A page begins this many posts before the last one ended: one of them must be met again, or something was deleted
# meanwhile and the posts between are unknown.
OVERLAP = 5
_BEGINNINGS = 3
_PAGES = 100


@dataclass(frozen=True, slots=True)
class WallPage:
    """One page of a wall: the answer, its posts, and the offset after it; None where the wall ends.

    `broken` says that the page lacks posts which the network itself counts: what is missing is unknown, not absent.
    """

    answer: KeptAnswer
    posts: tuple[NetworkPost, ...] = ()
    following: int | None = None
    broken: bool = False


ReadPage = Callable[[int, bool], WallPage]
"""Reads the page at an offset; asks anew if the second argument says so."""


def wall_back_to(since: datetime.datetime, read_page: ReadPage) -> WallReading:
    """Return every post since a moment, each once, the newest first.

    Refused as `shifting` if posts kept disappearing while the wall was read, as `too-long` beyond a hundred pages.
    """
    answers: list[KeptAnswer] = []
    for beginning in range(_BEGINNINGS):
        reading = _read(since, read_page, answers, fresh=beginning > 0)
        if reading is not None:
            return reading
    return WallReading("refused", "shifting", answers=tuple(answers))


def _read(
    since: datetime.datetime, read_page: ReadPage, answers: list[KeptAnswer], *, fresh: bool
) -> WallReading | None:
    """Read the wall from its top; return None if there is a hole between two pages."""
    posts: dict[str, NetworkPost] = {}
    used: list[KeptAnswer] = []
    offset = 0
    for _ in range(_PAGES):
        page = read_page(offset, fresh)
        if page.answer.outcome != "seen":
            return WallReading(page.answer.outcome, page.answer.reason, answers=(*answers, *used))
        if page.broken:
            return WallReading("refused", "malformed", answers=(*answers, *used, page.answer))
        if page.posts and posts and not any(post.number in posts for post in page.posts):
            answers += [*used, page.answer]
            return None
        used.append(page.answer)
        # The same post met again is newer knowledge of it.
        posts.update((post.number, post) for post in page.posts)
        if page.following is None or any(post.at < since and not post.pinned for post in page.posts):
            found = sorted((post for post in posts.values() if post.at >= since), key=_newest_first)
            return WallReading("seen", None, tuple(found), tuple(used))
        offset = page.following - OVERLAP
    return WallReading("refused", "too-long", answers=(*answers, *used))


def _newest_first(post: NetworkPost) -> tuple[float, int, str]:
    return -post.at.timestamp(), -len(post.number), post.number
