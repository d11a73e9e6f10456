"""When a record changes: a fact, a week, a month's members, half of a fact's time; and what is never touched."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reestr.records.files_on_disk import ChangedMeanwhileError

from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NUMBER, Nights, at, change, city_in
from tests.observation.test_guard_of_names import world_of
from tests.observation.test_night import LIBRARY
from tests.observation.world import Post, SimulatedClock, World
from tests.unit.project import tree

RECORD, COUNTS = f"accounts/{ACCOUNT}.yaml", f"activity/{ACCOUNT}/2026.yaml"


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    clock = SimulatedClock(at("2026-03-24"))
    with FakeVK(clock=clock, world=World((LIBRARY,))) as network:
        yield Nights(city_in(tmp_path / "city"), {"vk": network}, clock)


def night_of(nights: Nights, day: str) -> list[str]:
    """Observe in the night of a day; return the records that changed."""
    nights.clock.wait_until(at(day))
    report = nights.run()
    assert report.left == {}
    return [write.path.relative_to(nights.project / "data").as_posix() for write in report.writes]


def look(nights: Nights) -> dict[str, Any]:
    found: dict[str, Any] = nights.record(RECORD)["observed_by_machine"]
    return found


def week(nights: Nights, name: str) -> dict[str, Any]:
    found: dict[str, Any] = nights.record(COUNTS)["weeks"][name]["machine"]
    return found


def test_members_are_written_once_a_month(nights: Nights) -> None:
    night_of(nights, "2026-03-24")
    world_of(nights).change(NUMBER, members=400)
    assert night_of(nights, "2026-03-27") == []
    assert look(nights)["members"] == 321
    assert RECORD in night_of(nights, "2026-04-01")
    assert (look(nights)["members"], look(nights)["members_on"], look(nights)["on"]) == (
        400,
        "2026-04-01",
        "2026-04-01",
    )


def test_a_fact_that_differs_is_written_that_night(nights: Nights) -> None:
    night_of(nights, "2026-03-24")
    world_of(nights).change(NUMBER, cover=False)
    assert night_of(nights, "2026-03-26") == [RECORD]
    assert (look(nights)["cover"], look(nights)["on"]) == (False, "2026-03-26")


def test_a_fact_is_written_again_when_half_of_its_time_has_passed(nights: Nights) -> None:
    day = datetime.date(2026, 3, 24)
    # Every look holds 180 days by the city's requirements; without members no month brings a new one.
    world_of(nights).change(NUMBER, extra={"members_count": None})
    world_of(nights).change(NUMBER, posts=())
    night_of(nights, day.isoformat())
    seen = []
    for days in (30, 89, 90):
        seen.append(RECORD in night_of(nights, (day + datetime.timedelta(days=days)).isoformat()))
    assert seen == [False, False, True]


def test_a_post_that_is_deleted_within_the_term_is_no_longer_counted(nights: Nights) -> None:
    night_of(nights, "2026-03-24")
    world_of(nights).remove(NUMBER, 102)
    assert night_of(nights, "2026-03-29") == [COUNTS]
    assert (week(nights, "2026-W12")["posts"], week(nights, "2026-W12")["on"]) == ([101, 103], "2026-03-29")


def test_a_week_is_frozen_after_its_term(nights: Nights) -> None:
    night_of(nights, "2026-03-24")
    before = week(nights, "2026-W12")
    world_of(nights).remove(NUMBER, 102)
    night_of(nights, "2026-03-30")
    assert week(nights, "2026-W12") == before
    assert week(nights, "2026-W13")["posts"] == [104]


def test_a_late_first_count_is_better_than_none(nights: Nights) -> None:
    assert COUNTS in night_of(nights, "2026-04-07")
    assert week(nights, "2026-W12")["on"] == "2026-04-07"


def test_a_page_without_any_count_gets_a_file_of_machine_counts_alone(nights: Nights) -> None:
    (nights.project / "data" / COUNTS).unlink()
    night_of(nights, "2026-03-24")
    record = nights.record(COUNTS)
    assert sorted(record) == ["weeks"]
    assert all(sorted(entry) == ["machine"] for entry in record["weeks"].values())


def test_the_weeks_of_a_pause_and_those_before_the_opening_are_left_out(nights: Nights) -> None:
    (nights.project / "data" / COUNTS).unlink()
    pause = {"from": "2026-03-09", "until": "2026-03-15"}
    change(nights.project / "data" / RECORD, opened_on="2026-03-04", reviewed_on=None, pauses=[pause])
    change(nights.project / "data/organizations/library-1.yaml", accounts_page=None)
    night_of(nights, "2026-03-24")
    assert sorted(nights.record(COUNTS)["weeks"]) == ["2026-W10", "2026-W12"]


def test_weeks_on_both_sides_of_new_year_stand_in_their_own_files(nights: Nights) -> None:
    world_of(nights).publish(NUMBER, Post(150, at("2026-12-31", 12)), Post(151, at("2027-01-05", 12)))
    night_of(nights, "2027-01-12")
    assert week(nights, "2026-W53")["posts"] == [150]
    assert nights.record(f"activity/{ACCOUNT}/2027.yaml")["weeks"]["2027-W01"]["machine"]["posts"] == [151]


def test_a_clock_that_jumps_back_does_not_undo_a_later_look(nights: Nights) -> None:
    night_of(nights, "2026-03-24")
    world_of(nights).change(NUMBER, cover=False)
    world_of(nights).remove(NUMBER, 102)
    nights.clock.jump(datetime.timedelta(days=-1))
    before = tree(nights.project / "data")
    nights.run()
    assert tree(nights.project / "data") == before


def test_a_dry_run_keeps_answers_and_changes_nothing_else(nights: Nights) -> None:
    before = tree(nights.project / "data")
    assert len(nights.run(dry_run=True).writes) == 2
    assert tree(nights.project / "data") == before
    assert sorted(path.name for path in nights.archive.iterdir()) == [".lock", "2026-03-24.jsonl.gz", "quota.json"]
    asked = len(nights.networks["vk"].calls)
    assert len(nights.run().writes) == 2 and len(nights.networks["vk"].calls) == asked


def test_records_that_cannot_be_written_stay_whole_and_the_next_run_asks_nothing(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(nights.project / "data")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("reestr.records.files_on_disk.os.replace", full)
        with pytest.raises(OSError, match="No space left"):
            nights.run()
    assert tree(nights.project / "data") == before
    asked = len(nights.networks["vk"].calls)
    nights.run()
    assert len(nights.networks["vk"].calls) - asked <= 2
    assert week(nights, "2026-W12")["posts"] == [101, 102, 103]


def test_a_record_that_a_person_changes_meanwhile_is_not_overwritten(nights: Nights) -> None:
    file = nights.project / "data" / RECORD
    by_hand = file.read_bytes() + b"# by hand\n"

    def edit() -> None:
        file.write_bytes(by_hand)

    nights.networks["vk"].before("wall.get", 1, edit)
    counts = (nights.project / "data" / COUNTS).read_bytes()
    with pytest.raises(ChangedMeanwhileError):
        nights.run()
    assert file.read_bytes() == by_hand and (nights.project / "data" / COUNTS).read_bytes() == counts
    asked = len(nights.networks["vk"].calls)
    assert len(nights.run().writes) == 2 and len(nights.networks["vk"].calls) == asked
    assert file.read_bytes().endswith(b"# by hand\n")


def test_a_community_that_cannot_be_read_does_not_hide_the_others(nights: Nights) -> None:
    world_of(nights).change(NUMBER, extra={"screen_name": 5})
    world_of(nights).put(replace(LIBRARY, number=NUMBER + 1, name="library2"))
    second = nights.project / "data/accounts/library-1-vk-2.yaml"
    second.write_bytes((nights.project / "data" / RECORD).read_bytes().replace(b"primersk.library1", b"library2"))
    report = nights.run()
    assert report.networks[0].outcomes == {"refused": 1, "seen": 1}


def test_a_persons_count_of_no_posts_stays_beside_the_programs(nights: Nights) -> None:
    """`{}` alone says that a person counted no posts; with the program's count beside it, its source does."""
    file = nights.project / "data" / COUNTS
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text.rstrip()}\n  2026-W12: {{}}\n", encoding="utf-8")
    night_of(nights, "2026-03-24")
    year = nights.registry.activity[ACCOUNT][0]
    assert (year.weeks["2026-W12"].total, year.weeks["2026-W12"].source) == (0, "hand-count")
    assert "2026-W12" in year.machine
