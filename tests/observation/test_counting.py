"""Counting a week: its borders in the city's zone, formats, reposts, «Госпаблики», and what is no publication."""

from __future__ import annotations

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from reestr.intake.observation.collector import NetworkPost
from reestr.intake.observation.counting import CountedPosts, count_week, format_of, post_number
from reestr.records.loading.load import load_networks
from reestr.records.loading.record_sources import FolderFiles
from reestr.registry.city import Network

from tests.unit.project import ROOT

VLADIVOSTOK, BERLIN = ZoneInfo("Asia/Vladivostok"), ZoneInfo("Europe/Berlin")
WEEK = "2026-W12"
"""From Monday, 16 March, to Sunday, 22 March."""
NETWORKS = {network.id: network for network in load_networks(FolderFiles(ROOT / "data", "data/"))}


def post(number: int, moment: str, *attachments: str, zone: ZoneInfo = VLADIVOSTOK) -> NetworkPost:
    return NetworkPost(str(number), datetime.datetime.fromisoformat(moment).replace(tzinfo=zone), attachments)


def counted(*posts: NetworkPost, week: str = WEEK, zone: ZoneInfo = VLADIVOSTOK, portal: str = "") -> CountedPosts:
    observation = NETWORKS["vk"].observation
    assert observation is not None
    return count_week(posts, week, zone, observation, frozenset(portal.split()))


@pytest.mark.parametrize(
    ("moment", "within"),
    [
        ("2026-03-15T23:59:59", False),
        ("2026-03-16T00:00:00", True),
        ("2026-03-22T23:59:59", True),
        ("2026-03-23T00:00:00", False),
    ],
)
def test_a_week_has_the_borders_of_the_citys_zone(moment: str, within: bool) -> None:
    assert counted(post(1, moment)).posts == ((1,) if within else ())


@pytest.mark.parametrize(("moment", "week"), [("2026-10-25T23:30:00", "2026-W43"), ("2026-10-26T00:30:00", "2026-W44")])
def test_a_week_in_which_the_clock_is_put_back_ends_at_midnight_too(moment: str, week: str) -> None:
    assert counted(post(1, moment, zone=BERLIN), week=week, zone=BERLIN).posts == (1,)


def test_the_same_moment_lies_in_the_week_of_the_zone() -> None:
    moment = post(1, "2026-03-23T05:00:00")
    assert counted(moment, zone=VLADIVOSTOK).posts == ()
    assert counted(moment, zone=BERLIN).posts == (1,)


def test_advertisements_deferred_and_deleted_posts_are_no_publications() -> None:
    plain = post(1, "2026-03-17T12:00:00", "photo")
    others = (replace(plain, advertisement=True), replace(plain, deferred=True), replace(plain, deleted=True))
    assert counted(plain, *(replace(item, number=str(9 + at)) for at, item in enumerate(others))).posts == (1,)


def test_reposts_count_apart_unless_gospabliki_sent_them() -> None:
    own = post(1, "2026-03-17T12:00:00", "photo")
    repost = replace(own, number="2", repost=True)
    sent = replace(own, number="3", repost=True)
    assert counted(own, repost, sent, portal="3") == CountedPosts({"photo": 1}, 1, 1, (1, 3))


def test_an_own_post_that_gospabliki_sent_is_no_own_format() -> None:
    assert counted(post(7, "2026-03-17T12:00:00", "photo"), portal="7") == CountedPosts({}, 1, 0, (7,))


def test_posts_are_in_ascending_order_whatever_the_order_of_the_wall() -> None:
    numbers = [10, 9, 100]
    assert counted(*(post(number, "2026-03-17T12:00:00") for number in numbers)).posts == (9, 10, 100)


def test_a_week_without_posts_is_counted_as_nothing() -> None:
    assert counted() == CountedPosts({}, 0, 0, ())


@pytest.mark.parametrize(
    ("attachments", "expected"),
    [
        ((), "text"),
        (("link",), "text"),
        (("photo",), "photo"),
        (("photo", "video"), "video"),
        (("photo", "poll"), "poll"),
        (("photo", "video", "video-live"), "live"),
        (("doc-gif",), "animation"),
        (("doc",), "text"),
        (("something-new",), "text"),
    ],
)
def test_the_first_line_of_the_table_decides_the_format(attachments: tuple[str, ...], expected: str) -> None:
    observation = NETWORKS["vk"].observation
    assert observation is not None
    assert format_of(attachments, observation) == expected


@pytest.mark.parametrize(
    ("network", "url", "number"),
    [
        ("vk", "https://vk.com/wall-5_77", "77"),
        ("vk", "https://m.vk.com/wall-5_77?from=feed", "77"),
        ("vk", "https://vk.com/club5?w=wall-5_77", "77"),
        ("vk", "https://vk.com/school?w=wall-5_77%2Fall", "77"),
        ("vk", "https://vk.com/wall-55_77", None),
        ("vk", "https://vk.com/wall-5_77a", None),
        ("vk", "https://vk.com/wall5_77", None),
        ("vk", "https://vk.com.example.org/wall-5_77", None),
        ("vk", "https://example.org/wall-5_77", None),
        ("ok", "https://ok.ru/group/5/topic/77", "77"),
        ("ok", "https://ok.ru/school/topic/77", "77"),
        ("ok", "https://ok.ru/other/topic/77", None),
        ("ok", "https://ok.ru/group/6/topic/77", None),
    ],
)
def test_a_posts_address_tells_its_number_on_this_page_alone(network: str, url: str, number: str | None) -> None:
    assert post_number(url, NETWORKS[network], "5", "school") == number


def test_a_posts_address_follows_from_its_number() -> None:
    network: Network = NETWORKS["vk"]
    assert network.observation is not None
    assert network.observation.post_address("5", 77) == "https://vk.com/wall-5_77"
