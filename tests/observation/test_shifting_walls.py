"""A wall is read whole although posts come, go, are pinned or stand in no order while it is read page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from reestr.intake.observation.collector import WallReading
from reestr.intake.observation.walls import OVERLAP

from tests.observation.fake_ok import FakeOK
from tests.observation.fake_vk import FakeVK
from tests.observation.live import collector_for, live
from tests.observation.serving import FakeNetwork
from tests.observation.world import Community, Post, SimulatedClock, World

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SINCE = NOW - timedelta(hours=251)
_OLD = tuple(Post(nth, NOW - timedelta(hours=nth)) for nth in range(1, 401))
TRUE = {str(nth) for nth in range(1, 252)}


def _new(nth: int) -> Post:
    return Post(1000 + nth, NOW - timedelta(seconds=nth + 1))


def _world(**changes: object) -> World:
    return World([Community(101, "school1", posts=_OLD, **changes)])  # type: ignore[arg-type]  # of a community


@pytest.fixture
def vk() -> Iterator[FakeVK]:
    with FakeVK(clock=SimulatedClock(NOW), world=_world()) as network:
        yield network


def _read(network: FakeNetwork, folder: Path) -> WallReading:
    return collector_for(network).read_wall("101", SINCE, live(network, folder))


def _numbers(reading: WallReading) -> set[str]:
    numbers = [post.number for post in reading.posts]
    assert len(numbers) == len(set(numbers))
    return set(numbers)


def test_a_long_wall_is_read_in_the_fewest_pages(vk: FakeVK, tmp_path: Path) -> None:
    reading = _read(vk, tmp_path)
    assert (reading.outcome, _numbers(reading)) == ("seen", TRUE)
    assert vk.count("wall.get") == -(-251 // (100 - OVERLAP))


@pytest.mark.parametrize("page", [2, 3])
@pytest.mark.parametrize("number", [1, 4, 5, 6, 50, 99, 100, 101, 250])
def test_posts_that_are_published_while_a_wall_is_read(number: int, page: int, vk: FakeVK, tmp_path: Path) -> None:
    vk.before("wall.get", page, lambda: vk.world.publish(101, *(_new(nth) for nth in range(number))))
    reading = _read(vk, tmp_path)
    assert reading.outcome == "seen"
    # What came meanwhile may be met or not; what was there is.
    assert _numbers(reading) - {str(1000 + nth) for nth in range(number)} == TRUE


@pytest.mark.parametrize("page", [2, 3])
@pytest.mark.parametrize("number", [1, 4, 5, 6, 50, 99])
def test_posts_that_are_deleted_while_a_wall_is_read(number: int, page: int, vk: FakeVK, tmp_path: Path) -> None:
    """The posts after the deleted ones move up: none of them may be lost between two pages."""
    gone = range(1, number + 1)
    vk.before("wall.get", page, _removing(vk, gone))
    reading = _read(vk, tmp_path)
    assert reading.outcome == "seen"
    assert _numbers(reading) | {str(nth) for nth in gone} == TRUE


def test_a_wall_from_which_posts_keep_disappearing_is_refused(tmp_path: Path) -> None:
    with FakeVK(clock=SimulatedClock(NOW), world=_world()) as network:
        for call in range(2, 40):
            low = 10 * (call - 2)
            network.before("wall.get", call, _removing(network, range(low + 1, low + 11)))
        reading = _read(network, tmp_path)
    assert (reading.outcome, reading.reason, reading.posts) == ("refused", "shifting", ())


def _removing(network: FakeVK | FakeOK, numbers: range) -> Callable[[], None]:
    def remove() -> None:
        for number in numbers:
            network.world.remove(101, number)

    return remove


@pytest.mark.parametrize("pinned", [1, 50, 99, 100, 101, 200, 251, 252, 400])
@pytest.mark.parametrize("twice", [True, False])
def test_a_pinned_post_counts_once_wherever_it_stands(pinned: int, twice: bool, tmp_path: Path) -> None:
    world = _world(pinned=pinned)
    world.pinned_twice = twice
    with FakeVK(clock=SimulatedClock(NOW), world=world) as network:
        reading = _read(network, tmp_path)
    assert (reading.outcome, _numbers(reading)) == ("seen", TRUE)


def test_a_wall_with_advertisements_deferred_and_deleted_posts(tmp_path: Path) -> None:
    hour = timedelta(hours=1)
    posts = (
        Post(1, NOW - hour),
        Post(2, NOW - 2 * hour, ads=True),
        Post(3, NOW - 3 * hour, kind="post_ads"),
        Post(4, NOW + hour, kind="postpone"),
        Post(5, NOW - 5 * hour, deleted=True),
        Post(6, NOW - 6 * hour, by=42),
        Post(7, NOW - 7 * hour, repost_of=(-5, 1)),
        Post(8, NOW - 8 * hour, kind="post", extra={"post_type": "postpone", "date": int((NOW + hour).timestamp())}),
        Post(9, NOW - 9 * hour, extra={"post_type": "suggest"}),
    )
    with FakeVK(clock=SimulatedClock(NOW), world=World([Community(101, posts=posts)])) as network:
        reading = _read(network, tmp_path)
    own = {
        post.number
        for post in reading.posts
        if not (post.advertisement or post.deferred or post.deleted or post.repost)
    }
    assert (reading.outcome, own) == ("seen", {"1"})


def test_posts_that_come_and_go_while_a_wall_of_ok_is_read(tmp_path: Path) -> None:
    with FakeOK(clock=SimulatedClock(NOW), world=_world()) as network:
        network.before("mediatopic.getTopics", 2, lambda: network.world.publish(101, _new(1), _new(2)))
        network.before("mediatopic.getTopics", 3, _removing(network, range(1, 31)))
        reading = _read(network, tmp_path)
    assert (reading.outcome, _numbers(reading)) == ("seen", TRUE)


@pytest.mark.parametrize("pinned", [1, 100, 101, 251, 252, 400])
def test_a_pinned_topic_of_ok_counts_once(pinned: int, tmp_path: Path) -> None:
    with FakeOK(clock=SimulatedClock(NOW), world=_world(pinned=pinned)) as network:
        reading = _read(network, tmp_path)
    assert (reading.outcome, _numbers(reading)) == ("seen", TRUE)
