"""One night after another: what is asked, archived, counted and written, and what is left alone."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reestr.intake.observation.verifying import verify_archive
from reestr.records.latest_observation import read_latest_observation

from tests.observation import fake_vk
from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, Nights, at, city_in
from tests.observation.world import Community, Post, SimulatedClock, World
from tests.unit.project import tree

LIBRARY = Community(
    NUMBER,
    NAME,
    "Библиотека № 1",
    description="Официальная страница: Библиотека № 1. Тел. 2-00-01",
    members=321,
    site="https://library-1.example.org",
    posts=(
        Post(101, at("2026-03-17", 12), attachments=("photo",)),
        Post(102, at("2026-03-18", 12), attachments=("photo", "video")),
        Post(103, at("2026-03-22", 23), attachments=("poll",)),
        Post(104, at("2026-03-23", 0), attachments=()),
        Post(105, at("2026-03-23", 12), attachments=("photo",), repost_of=(-5, 7)),
        Post(106, at("2026-03-23", 13), ads=True),
    ),
)


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    clock = SimulatedClock(at("2026-03-24"))
    with FakeVK(clock=clock, world=World((LIBRARY,))) as network:
        yield Nights(city_in(tmp_path / "city"), {"vk": network}, clock)


def test_a_page_is_seen_counted_and_recorded_with_its_evidence(nights: Nights) -> None:
    report = nights.run()

    assert report.networks[0].outcomes == {"seen": 1}
    account = nights.record(f"accounts/{ACCOUNT}.yaml")
    assert account["numeric_id"] == str(NUMBER)
    look = account["observed_by_machine"]
    assert (look["on"], look["members"], look["phones"], look["description"]) == ("2026-03-24", 321, True, True)
    week = nights.record(f"activity/{ACCOUNT}/2026.yaml")["weeks"]["2026-W12"]["machine"]
    assert week == {
        "photo": 1, "video": 1, "poll": 1, "posts": [101, 102, 103], "on": "2026-03-24",
        "file": "2026-03-24.jsonl.gz", "sha256": week["sha256"],
    }  # fmt: skip
    latest = json.loads((nights.archive / "latest.json").read_text(encoding="utf-8"))
    assert latest["form"] == 1 and latest["at"].startswith("2026-03-24T02:10")
    entry = latest["accounts"][ACCOUNT]
    assert (entry["week"], entry["counts"], entry["posts"]) == ("2026-W13", {"text": 1, "reposts": 1}, [104])
    assert (entry["outcome"], entry["last_post_on"], entry["members"]) == ("seen", "2026-03-23", 321)
    lines = [
        json.loads(line) for line in gzip.decompress((nights.archive / look["file"]).read_bytes()).decode().splitlines()
    ]
    assert [line["request"]["method"] for line in lines] == ["groups.getById", "wall.get"]
    assert [line["sha256"][:32] for line in lines] == [*look["sha256"], *week["sha256"]]
    assert all(re.fullmatch("[0-9a-f]{64}", line["sha256"]) for line in lines)
    found = verify_archive(nights.archive, nights.registry)
    assert (found.faults, found.lines, found.files) == ((), 2, 1) and found.facts >= 2


def test_a_build_reads_what_a_night_wrote_whatever_the_network_calls_its_pages(nights: Nights) -> None:
    network = nights.networks["vk"]
    assert isinstance(network, FakeVK)
    nights.run()
    # The page leaves its address for a name with hidden characters, longer than any page of ours shows.
    network.world.change(NUMBER, name="\u202e" + "n" * 900 + "\n")
    nights.clock.wait_until(at("2026-03-25"))
    assert [incident.kind for incident in nights.run().incidents] == ["renamed"]
    latest, notice = read_latest_observation(nights.archive)
    assert notice == "" and latest is not None
    page = latest.accounts[ACCOUNT]
    assert (page.counts, page.posts, page.members) == ({"text": 1, "reposts": 1}, (104,), 321)
    assert str(page.read_since) == "2026-02-23"
    assert latest.incidents[0].kind == "renamed" and latest.incidents[0].account == ACCOUNT


def test_hand_counts_stay_as_they_are(nights: Nights) -> None:
    before = nights.record(f"activity/{ACCOUNT}/2026.yaml")
    nights.run(weeks=4)
    after = nights.record(f"activity/{ACCOUNT}/2026.yaml")
    assert sorted(week for week in after["weeks"] if "machine" in after["weeks"][week]) == [
        "2026-W09", "2026-W10", "2026-W11", "2026-W12",
    ]  # fmt: skip
    for week in after["weeks"].values():
        week.pop("machine", None)
    kept = {week: count for week, count in after["weeks"].items() if count}
    assert {**after, "weeks": kept} == before


def test_a_second_run_asks_and_changes_nothing(nights: Nights) -> None:
    nights.run()
    before, asked = tree(nights.project), len(nights.networks["vk"].calls)
    report = nights.run()
    assert len(nights.networks["vk"].calls) == asked and report.writes == ()
    assert tree(nights.project) == before


def test_a_quiet_night_changes_no_record(nights: Nights) -> None:
    nights.run()
    before = tree(nights.project / "data")
    nights.clock.wait_until(at("2026-03-25"))
    assert nights.run().writes == ()
    assert tree(nights.project / "data") == before


def test_the_token_is_in_nothing_that_leaves(nights: Nights) -> None:
    nights.run()
    for name, content in tree(nights.project).items():
        packed = gzip.decompress(content) if name.endswith(".gz") else content
        assert fake_vk.TOKEN.encode() not in packed, name
