"""Counts the posts of a week (clause 2.2): Monday to Sunday in the registry's time zone, by format."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reestr.intake.observation.collector import NetworkPost
from reestr.registry.account import Account
from reestr.registry.addresses import read_address
from reestr.registry.calendar import week_end, week_monday
from reestr.registry.city import Network, NetworkObservation
from reestr.registry.registry import Registry

TEXT = "text"
"""The format of a post with no attachment that the network's table knows."""


@dataclass(frozen=True, slots=True)
class CountedPosts:
    """What was counted in one week: own posts by format, posts that came through «Госпаблики», reposts.

    `posts` are the numbers of the own posts and those of «Госпаблики», ascending, without the other reposts. `formats`
    are sorted by name.
    """

    formats: Mapping[str, int]
    gospabliki: int
    reposts: int
    posts: tuple[int, ...]


def count_week(
    posts: Iterable[NetworkPost],
    week: str,
    zone: ZoneInfo,
    observation: NetworkObservation,
    from_portal: frozenset[str],
) -> CountedPosts:
    """Return the count of one week. `from_portal` are the numbers of the posts that «Госпаблики» sent.

    Advertisements, deferred and deleted posts are no publications of the page. A repost counts apart, unless it is one
    that «Госпаблики» sent.
    """
    monday, sunday = week_monday(week), week_end(week)
    formats: Counter[str] = Counter()
    portal = reposts = 0
    numbers: list[int] = []
    for post in posts:
        if post.advertisement or post.deferred or post.deleted:
            continue
        if not monday <= post.at.astimezone(zone).date() <= sunday:
            continue
        if post.number in from_portal:
            portal += 1
        elif post.repost:
            reposts += 1
            continue
        else:
            formats[format_of(post.attachments, observation)] += 1
        numbers.append(int(post.number))
    return CountedPosts(dict(sorted(formats.items())), portal, reposts, tuple(sorted(numbers)))


def format_of(attachments: Sequence[str], observation: NetworkObservation) -> str:
    """Return the format of a post: that of the first line of the network's table whose attachment the post has."""
    return next((name for attachment, name in observation.formats if attachment in attachments), TEXT)


def moment_of(week: str, zone: ZoneInfo) -> datetime.datetime:
    """Return the moment at which a week begins in a time zone."""
    return datetime.datetime.combine(week_monday(week), datetime.time(), zone)


def portal_posts(registry: Registry, account: Account, numeric_id: str) -> frozenset[str]:
    """Return the numbers of the posts by which an account has placed what «Госпаблики» sent, as assignments name them.

    `numeric_id` is the number of the page, which the record may not know yet.
    """
    network = registry.networks[account.network]
    if network.observation is None:
        return frozenset()
    found = set()
    sent = frozenset(item.id for item in registry.city.lists.assignments if item.sent)
    for assignment, index in registry.assignments_by_account.get(account.id, ()):
        result = assignment.addressees[index].result
        if assignment.kind in sent and result is not None and result.url is not None:
            number = post_number(result.url, network, numeric_id, page_name(account.url, network))
            if number is not None:
                found.add(number)
    return frozenset(found)


def post_number(url: str, network: Network, numeric_id: str, name: str | None) -> str | None:
    """Return the number of a page's post from the post's address, None if it is not the address of such a post."""
    host, _, rest = url.removeprefix("https://").removeprefix("http://").partition("/")
    if network.observation is None or host.lower() not in network.hosts:
        return None
    for template in network.observation.posts:
        path = template.removeprefix("https://").partition("/")[2].lower()
        if "{name}" in path and name is None:
            continue
        # The address may also stand in a parameter: vk.com/club1?w=wall-1_2.
        found = _number_in(rest.lower(), path.replace("{numeric_id}", numeric_id).replace("{name}", name or ""))
        if found is not None:
            return found
    return None


def _number_in(text: str, path: str) -> str | None:
    """Return the number in place of `{post}` where a path stands in a text, not as a part of a longer word."""
    before, after = path.split("{post}", 1)
    place = text.find(before)
    while place >= 0:
        begin = place + len(before)
        end = begin + len(text[begin:]) - len(text[begin:].lstrip("0123456789"))
        rest = text[end:]
        alone = place == 0 or not _is_of_word(text[place - 1])
        if alone and end > begin and rest.startswith(after) and not _is_of_word(rest[len(after) :][:1]):
            return text[begin:end].lstrip("0") or None
        place = text.find(before, place + 1)
    return None


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign in ("-", "_")


def page_name(url: str, network: Network) -> str | None:
    """Return the name in a page's canonical address, None if the address holds its number."""
    address = read_address(url, (network,))
    canonical = getattr(address, "canonical", None)
    if canonical is None or getattr(address, "numeric_id", None) is not None:
        return None
    return str(canonical).rpartition("/")[2]
