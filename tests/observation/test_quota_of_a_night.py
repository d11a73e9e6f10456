"""A quota that does not reach for all: who is read tonight, who is next, and what a second run asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reestr.intake.observation.collector import CallLimits
from reestr.intake.observation.vk import VkCollector

from tests.observation.fake_vk import FakeVK
from tests.observation.faults import Change, html, http_status, vk_error
from tests.observation.nights import ACCOUNT, Nights, at, city_in
from tests.observation.serving import Fault
from tests.observation.test_night import LIBRARY
from tests.observation.world import SimulatedClock, World
from tests.unit.project import tree

PAGES = 5
WALL = "wall.get"


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    """Five pages of one organization."""
    city = city_in(tmp_path / "city")
    record = (city / f"data/accounts/{ACCOUNT}.yaml").read_bytes()
    for number in range(1, PAGES):
        copy = record.replace(b"primersk.library1", f"library{number}".encode())
        (city / f"data/accounts/library-1-vk-{number}.yaml").write_bytes(copy)
    more = [replace(LIBRARY, number=LIBRARY.number + number, name=f"library{number}") for number in range(1, PAGES)]
    clock = SimulatedClock(at("2026-03-24"))
    with FakeVK(clock=clock, world=World((LIBRARY, *more))) as network:
        yield Nights(city, {"vk": network}, clock)


def limited(monkeypatch: pytest.MonkeyPatch, walls: int) -> None:
    monkeypatch.setattr(VkCollector, "limits", CallLimits(per_second=5, per_day={WALL: walls}))


def read_walls(nights: Nights, since: int = 0) -> list[str]:
    return [call.parameters["owner_id"] for call in nights.networks["vk"].calls[since:] if call.method == WALL]


def test_those_without_a_count_come_first_and_all_are_counted_in_their_term(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, 2)
    first = nights.run().networks[0]
    assert (first.counted, first.later, first.outcomes, first.quota) == (2, 3, {"seen": 5}, (2, 2))
    done = set(read_walls(nights))
    for day in ("2026-03-25", "2026-03-26"):
        before = len(nights.networks["vk"].calls)
        nights.clock.wait_until(at(day))
        nights.run()
        new = read_walls(nights, before)
        assert done.isdisjoint(new) or len(done) + len(new) > PAGES
        done |= set(new)
    assert len(done) == PAGES


def test_a_second_run_of_the_same_day_has_no_more_and_asks_nothing_twice(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, 2)
    nights.run()
    before, asked = tree(nights.project), len(nights.networks["vk"].calls)
    nights.run()
    assert len(nights.networks["vk"].calls) == asked
    assert tree(nights.project) == before


def test_a_run_that_is_stopped_goes_on_where_it_was(nights: Nights) -> None:
    network = nights.networks["vk"]

    def stop() -> None:
        raise KeyboardInterrupt

    sleep, count = nights.clock.sleep, 0

    def stopping(seconds: float) -> None:
        nonlocal count
        count += 1
        if count == 3:
            stop()
        sleep(seconds)

    nights.clock.sleep = stopping  # type: ignore[method-assign]  # the third wait is the stop
    with pytest.raises(KeyboardInterrupt):
        nights.run()
    stopped = len(network.calls)
    assert 0 < stopped < PAGES + 1
    nights.clock.sleep = sleep  # type: ignore[method-assign]  # as it was
    report = nights.run()
    assert len(network.calls) == PAGES + 1
    assert report.networks[0].requests == PAGES + 1 - stopped
    assert report.networks[0].counted == PAGES


def test_a_network_that_says_the_quota_is_spent_is_asked_no_more_walls_today(nights: Nights) -> None:
    network = nights.networks["vk"]
    network.misbehave(Fault(vk_error(29), WALL, after=2))
    report = nights.run().networks[0]
    assert network.count(WALL) == 3
    assert (report.counted, report.later, report.refusals) == (2, 2, {"rate-limit": 1})
    latest = json.loads((nights.archive / "latest.json").read_text(encoding="utf-8"))
    assert latest["quota"]["vk"] == {"day": "2026-03-24", "used": 5000, "limit": 5000}
    assert sorted(entry["reason"] or "" for entry in latest["accounts"].values()) == [
        "",
        "",
        "later",
        "later",
        "rate-limit",
    ]


def test_a_refused_night_keeps_what_an_earlier_one_found(nights: Nights) -> None:
    network = nights.networks["vk"]
    assert isinstance(network, FakeVK)
    network.world.change(LIBRARY.number, deactivated="deleted")
    nights.run()
    latest = json.loads((nights.archive / "latest.json").read_text(encoding="utf-8"))
    assert [item["kind"] for item in latest["incidents"]] == ["gone"]
    counts = latest["accounts"]["library-1-vk-1"]["counts"]
    network.misbehave(Fault(vk_error(5)))
    nights.clock.wait_until(at("2026-03-25"))
    nights.run()
    latest = json.loads((nights.archive / "latest.json").read_text(encoding="utf-8"))
    assert [item["kind"] for item in latest["incidents"]] == ["gone"]
    entry = latest["accounts"]["library-1-vk-1"]
    assert (entry["outcome"], entry["reason"], entry["counts"]) == ("refused", "token", counts)


@pytest.mark.parametrize(("change", "walls"), [(http_status(502), 12), (html(), 3)])
def test_a_network_out_of_order_is_left_alone_after_three_pages(nights: Nights, change: Change, walls: int) -> None:
    network = nights.networks["vk"]
    network.misbehave(Fault(change, WALL))
    before = tree(nights.project / "data")
    report = nights.run().networks[0]
    assert network.count(WALL) == walls
    assert report.outcomes == {"refused": PAGES}
    assert {name for name, content in tree(nights.project / "data").items() if content != before.get(name)} == {
        f"accounts/{ACCOUNT}.yaml", *(f"accounts/library-1-vk-{number}.yaml" for number in range(1, PAGES)),
    }  # fmt: skip
