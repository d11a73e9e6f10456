"""Describes, as data, the communities that the fake networks show: their numbers, names, facts and posts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells a fake network the time and waits."""

    def now(self) -> datetime:
        """Return the time, with its zone."""

    def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed."""


class RealClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class SimulatedClock:
    """A clock that moves only when somebody waits, and so makes a year pass in no time."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._passed = 0.0
        self._jump = timedelta()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._start + timedelta(seconds=self._passed) + self._jump

    def monotonic(self) -> float:
        with self._lock:
            return self._passed

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._passed += max(0.0, seconds)

    def wait_until(self, moment: datetime) -> None:
        """Let the time pass until then; a moment in the past changes nothing."""
        self.sleep((moment - self.now()).total_seconds())

    def jump(self, by: timedelta) -> None:
        """Set the wall clock forward or back, as an administrator does; no time passes."""
        with self._lock:
            self._jump += by


@dataclass(frozen=True)
class Post:
    """A post, or what a wall may hold besides: an advertisement, a deferred post, a suggestion of a visitor."""

    number: int
    at: datetime
    text: str = "Новость дня"
    attachments: tuple[str, ...] = ()
    """Types of attachments, as `ATTACHMENTS` of fake_vk.py and `MEDIA` of fake_ok.py name them."""
    kind: str = "post"
    """VK's `post_type`: post, postpone (deferred), suggest, post_ads."""
    ads: bool = False
    by: int | None = None
    """Who wrote it, if not the community: the number of a person, or minus the number of a community."""
    repost_of: tuple[int, int] | None = None
    """Owner (communities negative) and number of the post that is passed on."""
    deleted: bool = False
    """The network answers with the remains of a deleted post instead of leaving it out."""
    extra: dict[str, object] = field(default_factory=dict)
    """Fields of the answer that replace ours, or that nobody knows."""


@dataclass(frozen=True)
class Community:
    """A community and what its page shows."""

    number: int
    name: str | None = None
    """The short name of its address; None: it is reached by its number alone."""
    title: str = "Муниципальная школа"
    description: str = ""
    site: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    status: str = ""
    links: tuple[str, ...] = ()
    members: int = 100
    avatar: bool = True
    cover: bool = True
    menu: tuple[str, ...] = ()
    """Titles of the widgets."""
    verified: bool = False
    closed: int = 0
    """VK's `is_closed`: 0 open, 1 closed, 2 private."""
    deactivated: str | None = None
    """`deleted` or `banned`."""
    pinned: int | None = None
    """The number of the pinned post."""
    posts: tuple[Post, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)


class World:
    """All communities of one fake network; tests change it while it is being read."""

    def __init__(self, communities: Iterable[Community] = (), *, pinned_twice: bool = True) -> None:
        self._communities = {community.number: community for community in communities}
        self.pinned_twice = pinned_twice
        """The first page begins with the pinned post, which also keeps its place in time."""
        self._lock = threading.Lock()

    def by_number(self, number: int) -> Community | None:
        with self._lock:
            return self._communities.get(number)

    def by_name(self, name: str) -> Community | None:
        with self._lock:
            named = [one for one in self._communities.values() if one.name and one.name.lower() == name.lower()]
        return named[0] if named else None

    def put(self, community: Community) -> None:
        """Add the community, or replace the one of the same number."""
        with self._lock:
            self._communities[community.number] = community

    def change(self, number: int, **fields: object) -> None:
        """Replace these attributes of a community."""
        with self._lock:
            self._communities[number] = replace(self._communities[number], **fields)  # type: ignore[arg-type]

    def publish(self, number: int, *posts: Post) -> None:
        """Add posts to a community."""
        with self._lock:
            community = self._communities[number]
            self._communities[number] = replace(community, posts=(*community.posts, *posts))

    def remove(self, number: int, post: int) -> None:
        """Take a post out, as if it had been deleted without a trace."""
        with self._lock:
            community = self._communities[number]
            kept = tuple(one for one in community.posts if one.number != post)
            self._communities[number] = replace(community, posts=kept)

    def take_name(self, name: str, number: int) -> None:
        """Give the name of one community to another: the address now leads to another page."""
        with self._lock:
            for community in list(self._communities.values()):
                if community.name == name:
                    self._communities[community.number] = replace(community, name=None)
            self._communities[number] = replace(self._communities[number], name=name)

    def wall(self, community: Community, now: datetime) -> list[Post]:
        """List what a stranger sees on the wall, as VK orders it: the pinned post, then from new to old."""
        seen = [post for post in community.posts if post.kind not in ("postpone", "suggest") and post.at <= now]
        ordered = sorted(seen, key=lambda post: (post.at, post.number), reverse=True)
        pinned = [post for post in ordered if post.number == community.pinned]
        if pinned and not self.pinned_twice:
            ordered = [post for post in ordered if post.number != community.pinned]
        return pinned + ordered
