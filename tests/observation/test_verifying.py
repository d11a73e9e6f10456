"""Checking an archive: what a stranger finds who changes an answer, a record, or leaves a file out."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reestr.cli.reports import observation_text
from reestr.intake.observation.verifying import UnreadableArchiveError, Verification, verify_archive

from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NUMBER, Nights, at, change, city_in
from tests.observation.test_guard_of_names import world_of
from tests.observation.test_night import LIBRARY
from tests.observation.world import SimulatedClock, World

COUNTS = f"activity/{ACCOUNT}/2026.yaml"
DAY = "2026-03-24.jsonl.gz"


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    clock = SimulatedClock(at("2026-03-24"))
    with FakeVK(clock=clock, world=World((LIBRARY,))) as network:
        nights = Nights(city_in(tmp_path / "city"), {"vk": network}, clock)
        nights.run()
        yield nights


def verified(nights: Nights) -> Verification:
    return verify_archive(nights.archive, nights.registry)


def kinds(nights: Nights) -> list[str]:
    return sorted({fault.kind for fault in verified(nights).faults})


def edit(nights: Nights, edited: Callable[[list[dict[str, Any]]], object]) -> None:
    """Write the day's file again with changed lines."""
    file = nights.archive / DAY
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    edited(lines)
    file.write_bytes(b"".join(gzip.compress(json.dumps(line).encode() + b"\n") for line in lines))


def recount(nights: Nights, week: str, **counts: Any) -> None:
    """Change a machine's count in the record."""
    weeks = nights.record(COUNTS)["weeks"]
    machine = {**weeks[week]["machine"], **counts}
    kept = {name: value for name, value in machine.items() if value is not None}
    change(nights.project / "data" / COUNTS, weeks={**weeks, week: {**weeks[week], "machine": kept}})


def test_everything_agrees_and_is_counted(nights: Nights) -> None:
    nights.clock.wait_until(at("2026-03-31"))
    nights.run()
    found = verified(nights)
    assert (found.faults, found.files, found.lines) == ((), 2, 4)
    assert found.facts == 6


def test_an_edited_answer_no_longer_has_its_hash(nights: Nights) -> None:
    edit(nights, lambda lines: lines[1]["answer"]["items"].pop())
    assert kinds(nights) == ["hash", "no-answer"]


@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_every_digit_of_the_archives_hash_is_checked_those_that_records_leave_out_too(
    nights: Nights, place: int
) -> None:
    def other_digit(lines: list[dict[str, Any]]) -> None:
        sha256 = lines[1]["sha256"]
        lines[1]["sha256"] = f"{sha256[:place]}{'0' if sha256[place] != '0' else '1'}{sha256[place + 1 :]}"

    edit(nights, other_digit)
    assert kinds(nights) == ["hash", "no-answer"]


@pytest.mark.parametrize("place", [0, 31])
def test_every_digit_that_a_record_keeps_is_compared(nights: Nights, place: int) -> None:
    (recorded,) = nights.record(COUNTS)["weeks"]["2026-W12"]["machine"]["sha256"]
    assert len(recorded) == 32
    other = f"{recorded[:place]}{'0' if recorded[place] != '0' else '1'}{recorded[place + 1 :]}"
    recount(nights, "2026-W12", sha256=[other])
    (fault,) = verified(nights).faults
    assert fault.kind == "no-answer" and other in fault.text


def test_an_answer_with_a_new_hash_is_not_the_one_that_records_name(nights: Nights) -> None:
    edit(nights, lambda lines: lines.pop())
    assert kinds(nights) == ["no-answer"]


@pytest.mark.parametrize(
    "counts",
    [{"photo": None, "video": 2}, {"posts": [101, 102], "poll": None}, {"reposts": 3}, {"posts": [101, 102, 99]}],
)
def test_a_count_in_the_record_that_the_answers_do_not_give_is_told(nights: Nights, counts: dict[str, Any]) -> None:
    if "posts" in counts:
        counts = {**counts, "posts": sorted(counts["posts"])}
    recount(nights, "2026-W12", **counts)
    (fault,) = verified(nights).faults
    assert fault.kind == "other-count" and "2026-W12" in fault.text


def test_facts_and_members_in_the_record_are_read_again(nights: Nights) -> None:
    record = nights.record(f"accounts/{ACCOUNT}.yaml")
    look = {**record["observed_by_machine"], "members": 5000, "cover": False}
    change(nights.project / "data" / f"accounts/{ACCOUNT}.yaml", observed_by_machine=look)
    (fault,) = verified(nights).faults
    assert fault.kind == "other-facts" and "321" in fault.text and "5000" in fault.text


def test_a_name_that_has_changed_in_the_record_since_is_no_fault(nights: Nights) -> None:
    change(nights.project / "data/organizations/library-1.yaml", site="https://new.example.org", short_name="Читальня")
    assert verified(nights).faults == ()


def test_an_assignment_that_was_recorded_after_the_count_is_no_fault(nights: Nights) -> None:
    assignment = nights.project / "data/assignments/flu.yaml"
    assignment.parent.mkdir()
    assignment.write_text(
        'kind: portal-post\ntitle: Вакцинация\nissued_on: "2026-03-16"\ndue_on: "2026-03-20"\naddressees:\n'
        f'  - account: {ACCOUNT}\n    result: {{done_on: "2026-03-17", url: "https://vk.com/wall-{NUMBER}_101"}}\n',
        encoding="utf-8",
    )
    assert verified(nights).faults == ()
    nights.clock.wait_until(at("2026-03-25"))
    nights.run()
    machine = nights.record(COUNTS)["weeks"]["2026-W12"]["machine"]
    assert (machine["gospabliki"], "photo" in machine, machine["posts"]) == (1, False, [101, 102, 103])
    assert verified(nights).faults == ()


@pytest.mark.parametrize("counts", [{"photo": None, "gospabliki": 1}, {"photo": None, "poll": None, "gospabliki": 2}])
def test_a_post_that_no_assignment_names_did_not_come_through_the_portal(
    nights: Nights, counts: dict[str, Any]
) -> None:
    recount(nights, "2026-W12", **counts)
    (fault,) = verified(nights).faults
    assert fault.kind == "other-portal" and "поручени" in fault.text


def test_a_file_that_is_left_out_is_told_by_the_records_that_name_it(nights: Nights) -> None:
    nights.clock.wait_until(at("2026-03-31"))
    nights.run()
    (nights.archive / DAY).unlink()
    (fault,) = verified(nights).faults
    assert fault.kind == "no-file" and DAY in fault.text and f"{ACCOUNT}, 2026-W12" in fault.text
    found = verified(nights)
    assert (found.unchecked, found.disagreements) == (fault.values["number"], 0)
    said = observation_text.render_verification(found).splitlines()
    assert said[-2].startswith("Сошлось всё, что здесь есть") and said[-1].startswith("Не с чем сверить: ")


def test_an_answer_about_another_page_is_no_evidence(nights: Nights) -> None:
    change(nights.project / "data" / f"accounts/{ACCOUNT}.yaml", numeric_id="7")
    assert kinds(nights) == ["no-page"]


def of_another_wall(line: dict[str, Any]) -> dict[str, Any]:
    request = line["request"]
    return {**line, "request": {**request, "parameters": {**request["parameters"], "owner_id": "-7"}}}


def test_the_posts_of_another_page_are_no_evidence_of_a_week(nights: Nights) -> None:
    edit(nights, lambda lines: lines.append(of_another_wall(lines.pop())))
    assert kinds(nights) == ["no-page"]


def test_without_a_number_in_the_record_no_wall_is_a_wrong_one(nights: Nights) -> None:
    change(nights.project / "data" / f"accounts/{ACCOUNT}.yaml", numeric_id=None, observed_by_machine=None)
    assert kinds(nights) == []


def test_another_wall_may_have_given_the_same_answer(nights: Nights) -> None:
    edit(nights, lambda lines: lines.append(of_another_wall(lines[-1])))
    assert kinds(nights) == []


def test_a_single_file_is_checked_alone(nights: Nights) -> None:
    nights.clock.wait_until(at("2026-03-31"))
    nights.run()
    found = verify_archive(nights.archive / DAY, nights.registry)
    assert (found.faults, found.files, found.lines) == ((), 1, 2)


def test_a_closed_pages_incident_rests_on_its_answer(nights: Nights) -> None:
    world_of(nights).change(NUMBER, deactivated="deleted")
    nights.clock.wait_until(at("2026-03-26"))
    nights.run()
    assert verified(nights).faults == ()
    (nights.archive / "2026-03-26.jsonl.gz").write_bytes((nights.archive / DAY).read_bytes())
    assert kinds(nights) == ["no-answer"]


@pytest.mark.parametrize("damage", [lambda content: content[:-5], lambda content: content[:20] + b"x" + content[21:]])
def test_a_damaged_file_is_unreadable(nights: Nights, damage: Callable[[bytes], bytes]) -> None:
    file = nights.archive / DAY
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(UnreadableArchiveError, match=DAY):
        verified(nights)


def test_no_archive_is_unreadable(nights: Nights, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "nothing", tmp_path / "empty"):
        with pytest.raises(UnreadableArchiveError, match=folder.name):
            verify_archive(folder, nights.registry)
