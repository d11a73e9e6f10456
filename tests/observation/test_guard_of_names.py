"""The guard of names: addresses that lead elsewhere, pages that are gone, former addresses, known false pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reestr.intake.observation.verifying import verify_archive

from tests.observation.fake_vk import FakeVK
from tests.observation.nights import ACCOUNT, NAME, NUMBER, Nights, at, change, city_in
from tests.observation.test_night import LIBRARY
from tests.observation.world import Community, SimulatedClock, World
from tests.unit.project import tree

OTHER = Community(999, "somebody", "Магазин")
RECORD = f"accounts/{ACCOUNT}.yaml"


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    clock = SimulatedClock(at("2026-03-24"))
    with FakeVK(clock=clock, world=World((LIBRARY, OTHER))) as network:
        city = city_in(tmp_path / "city")
        change(city / "data" / RECORD, numeric_id=str(NUMBER))
        yield Nights(city, {"vk": network}, clock)


def world_of(nights: Nights) -> World:
    network = nights.networks["vk"]
    assert isinstance(network, FakeVK)
    return network.world


def losses(nights: Nights) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = nights.record(RECORD).get("control_lost", [])
    return [{name: value for name, value in item.items() if name not in ("file", "sha256")} for item in found]


def test_a_name_that_answers_with_another_number_is_an_incident_until_it_answers_rightly(nights: Nights) -> None:
    world_of(nights).take_name(NAME, 999)
    (incident,) = nights.run().incidents
    assert (incident.kind, incident.account, incident.number) == ("other-page", ACCOUNT, "999")
    begun = {"how": "other-page", "since": "2026-03-24", "found_by": "machine", "numeric_id": "999"}
    assert losses(nights) == [begun]
    # The page itself lives on under its number: what it publishes is still counted.
    assert nights.record(f"activity/{ACCOUNT}/2026.yaml")["weeks"]["2026-W12"]["machine"]["posts"] == [101, 102, 103]
    entry, look = nights.record(RECORD)["control_lost"][0], nights.record(RECORD)["observed_by_machine"]
    assert entry["sha256"] != look["sha256"]
    assert verify_archive(nights.archive, nights.registry).faults == ()

    nights.clock.wait_until(at("2026-03-25"))
    before = tree(nights.project / "data")
    assert len(nights.run().incidents) == 1
    assert tree(nights.project / "data") == before

    world_of(nights).take_name(NAME, NUMBER)
    nights.clock.wait_until(at("2026-03-27"))
    assert nights.run().incidents == ()
    assert losses(nights) == [{**begun, "until": "2026-03-26"}]


def test_another_page_in_place_of_the_other_begins_a_new_entry(nights: Nights) -> None:
    world_of(nights).take_name(NAME, 999)
    nights.run()
    world_of(nights).put(Community(998, "third"))
    world_of(nights).take_name(NAME, 998)
    nights.clock.wait_until(at("2026-03-26"))
    nights.run()
    assert [(item["numeric_id"], item["since"], item.get("until")) for item in losses(nights)] == [
        ("999", "2026-03-24", "2026-03-25"),
        ("998", "2026-03-26", None),
    ]


@pytest.mark.parametrize("why", ["deleted", "banned"])
def test_a_page_that_the_network_says_is_gone_is_no_count_of_zero(nights: Nights, why: str) -> None:
    world_of(nights).change(NUMBER, deactivated=why)
    report = nights.run()
    assert report.networks[0].outcomes == {"gone": 1}
    assert [incident.kind for incident in report.incidents] == ["gone"]
    assert losses(nights) == [{"how": "gone", "since": "2026-03-24", "found_by": "machine"}]
    assert "2026-W12" not in nights.record(f"activity/{ACCOUNT}/2026.yaml")["weeks"]


def test_a_page_that_has_left_its_address_is_told_but_says_nothing_of_control(nights: Nights) -> None:
    world_of(nights).change(NUMBER, name="library_one")
    (incident,) = nights.run().incidents
    assert (incident.kind, incident.name) == ("renamed", "library_one")
    assert losses(nights) == []


def test_a_closed_page_is_told_and_its_wall_is_not_asked_for(nights: Nights) -> None:
    world_of(nights).change(NUMBER, closed=1)
    report = nights.run()
    (incident,) = report.incidents
    assert incident.kind == "closed" and report.networks[0].outcomes == {"seen": 1}
    assert nights.networks["vk"].count("wall.get") == 0
    entry = json.loads((nights.archive / "latest.json").read_text(encoding="utf-8"))["accounts"][ACCOUNT]
    assert (entry["outcome"], entry["reason"]) == ("seen", "closed")


def test_an_unknown_name_is_refused_and_changes_nothing(nights: Nights) -> None:
    change(nights.project / "data" / RECORD, numeric_id=None)
    world_of(nights).change(NUMBER, name="library_one")
    before = tree(nights.project / "data")
    report = nights.run()
    assert report.networks[0].refusals == {"parameter": 1} and report.all_refused
    assert tree(nights.project / "data") == before


def test_an_entry_by_a_person_says_more_and_is_left_alone(nights: Nights) -> None:
    entry = {"how": "hijacked", "since": "2026-03-20"}
    change(nights.project / "data" / RECORD, control_lost=[entry])
    world_of(nights).take_name(NAME, 999)
    nights.run()
    assert losses(nights) == [entry]
    world_of(nights).take_name(NAME, NUMBER)
    nights.clock.wait_until(at("2026-03-25"))
    nights.run()
    assert losses(nights) == [entry]


def test_a_number_of_another_account_is_not_written(nights: Nights) -> None:
    change(nights.project / "data" / RECORD, numeric_id=None)
    former_page = {"url": "https://vk.com/once", "status": "closed", "closed_on": "2026-03-20"}
    change(nights.project / "data/accounts/library-1-ok.yaml", network="vk", numeric_id=str(NUMBER), **former_page)
    (incident,) = nights.run().incidents
    assert incident.kind == "number-of-another"
    assert "numeric_id" not in nights.record(RECORD)
    assert "observed_by_machine" not in nights.record(RECORD)


def former(nights: Nights) -> dict[str, Any]:
    found: dict[str, Any] = nights.record(RECORD)["previous_urls"][0]
    return found


def test_a_former_address_is_watched_for_good(nights: Nights) -> None:
    change(
        nights.project / "data" / RECORD, previous_urls=[{"url": "https://vk.com/old_library", "until": "2025-05-01"}]
    )
    assert nights.run().incidents == ()
    assert "taken_since" not in former(nights)

    world_of(nights).change(999, name="old_library")
    nights.clock.wait_until(at("2026-03-25"))
    (incident,) = nights.run().incidents
    assert (incident.kind, incident.number) == ("former-taken", "999")
    assert (former(nights)["taken_since"], former(nights)["taken_by"]) == ("2026-03-25", "999")

    # Nothing answers there: the network does not say whose it is, so what is known stays.
    world_of(nights).change(999, name="somebody")
    nights.clock.wait_until(at("2026-03-26"))
    nights.run()
    assert former(nights)["taken_by"] == "999"

    world_of(nights).change(999, name="old_library", deactivated="banned")
    nights.clock.wait_until(at("2026-03-27"))
    nights.run()
    assert "taken_since" not in former(nights) and "taken_by" not in former(nights)


def test_a_false_page_is_watched_for_good(nights: Nights) -> None:
    fake = nights.project / "data/fakes/false-library.yaml"
    fake.parent.mkdir()
    fake.write_text(
        'pretends_to_be: library-1\nnetwork: vk\nurl: https://vk.com/somebody\nfound_on: "2026-03-01"\n'
        'basis: Чужая страница с нашим названием.\nseen_on: "2026-03-20"\n',
        encoding="utf-8",
    )
    before = fake.read_bytes()
    nights.run()
    assert fake.read_bytes() == before

    nights.clock.wait_until(at("2026-06-25"))
    nights.run()
    assert nights.record("fakes/false-library.yaml")["seen_on"] == "2026-06-25"

    world_of(nights).change(999, deactivated="deleted")
    nights.clock.wait_until(at("2026-06-26"))
    nights.run()
    record = nights.record("fakes/false-library.yaml")
    assert (record["gone_on"], record["file"]) == ("2026-06-26", "2026-06-26.jsonl.gz")

    world_of(nights).put(replace(OTHER, deactivated=None))
    nights.clock.wait_until(at("2026-06-28"))
    (incident,) = nights.run().incidents
    record = nights.record("fakes/false-library.yaml")
    assert incident.kind == "fake-alive"
    assert record["seen_on"] == "2026-06-28" and "gone_on" not in record
