"""The form of weekly counts on an organization's page: which weeks and pages it offers, and in what words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reestr.publishing.open_data.week_form import week_form_file
from reestr.publishing.site.widgets.hand_in import HandIn, hand_in
from reestr.registry.account import ActivityYear, MachineCount, Pause, PreviousOwner, WeekCount
from reestr.registry.city import Contact
from reestr.registry.registry import Registry

from tests.unit import registry_factory as factory
from tests.unit.pages_factory import small_city, view_of
from tests.unit.registry_factory import count, machine_count

DAY = datetime.date(2026, 11, 16)
OPEN = tuple(f"2026-W{number}" for number in range(39, 47))


def _form(registry: Registry, organization: str = "school") -> HandIn | None:
    return hand_in(replace(view_of(registry), as_of=DAY), registry.organizations[organization])


def _city(
    weeks: Mapping[str, WeekCount] | None = None,
    machine: Mapping[str, MachineCount] | None = None,
    account: Mapping[str, Any] | None = None,
    organization: Mapping[str, Any] | None = None,
) -> Registry:
    """One organization with one page, the counts of 2026 and what else is said of it."""
    year = ActivityYear(
        "school-vk", 2026, "hand-count", None, weeks or {}, factory.origin("activity", "school-vk/2026"), machine or {}
    )
    changes = {"opened_on": datetime.date(2024, 1, 1), **(account or {})}
    return small_city(
        organizations={"school": factory.organization("school", **(organization or {}))},
        accounts={"school-vk": factory.account("school-vk", **changes)},
        activity={"school-vk": (year,)},
    )


def _weeks(form: HandIn | None) -> list[list[str]]:
    assert form is not None and form.week is not None
    found: list[list[str]] = json.loads(form.data)["weeks"]
    return [[week[0], *week[2:]] for week in found]


def test_every_open_week_that_nobody_handed_in_is_offered_the_latest_first() -> None:
    form = _form(_city())
    assert _weeks(form) == [
        [monday, ""]
        for monday in (
            *("2026-11-09", "2026-11-02", "2026-10-26", "2026-10-19"),
            *("2026-10-12", "2026-10-05", "2026-09-28", "2026-09-21"),
        )
    ]
    assert form is not None and form.title.startswith("Сдать числа за неделю 9–15")
    assert form.lines == "reestr-weeks/1; https://vk.example/school; 2026-11-09; total="


def test_what_a_person_counted_is_done_and_what_the_program_counted_is_offered() -> None:
    weeks = {week: count(text=2) for week in OPEN[:-2]}
    machine = {week: machine_count(DAY, 3, gospabliki=1) for week in OPEN[-3:]}
    form = _form(_city(weeks, machine))
    assert _weeks(form) == [["2026-11-09", "photo=3,gospabliki=1"], ["2026-11-02", "photo=3,gospabliki=1"]]
    assert form is not None and form.lines.endswith("; photo=3,gospabliki=1")
    nothing = {OPEN[-1]: machine_count(DAY, 0)}
    assert _weeks(_form(_city(weeks, nothing)))[0] == ["2026-11-09", "total=0"]


def test_when_all_is_handed_in_one_line_says_so() -> None:
    form = _form(_city({week: count() for week in OPEN}))
    assert form is not None and form.week is None
    assert form.title == "Числа публикаций сданы за все недели по 15.11.2026."


def test_a_page_is_asked_for_the_weeks_in_which_it_was_the_organizations_and_in_use() -> None:
    opened = _form(_city(account={"opened_on": datetime.date(2026, 11, 4)}))
    assert _weeks(opened) == [["2026-11-09", ""], ["2026-11-02", ""]]
    closed = {"closed": True, "closed_on": datetime.date(2026, 11, 5)}
    assert next(week for week, _ in _weeks(_form(_city(account=closed)))) == "2026-11-02"
    pause = (Pause(datetime.date(2026, 11, 9), datetime.date(2026, 11, 16)),)
    assert next(week for week, _ in _weeks(_form(_city(account={"pauses": pause})))) == "2026-11-02"
    came = (PreviousOwner("other", datetime.date(2026, 11, 8)),)
    assert _weeks(_form(_city(account={"previous_owners": came}))) == [["2026-11-09", ""]]


def test_who_is_closed_or_has_no_page_gets_no_form() -> None:
    closed = {"closed": True, "closed_on": datetime.date(2026, 11, 1)}
    assert _form(_city(organization=closed)) is None
    assert _form(replace(_city(), accounts={}, activity={})) is None


def test_without_an_address_the_lines_go_to_the_keeper() -> None:
    registry = _city()
    hall = replace(registry.city.city_hall, contact=Contact())
    registry = replace(registry, city=replace(registry.city, city_hall=hall, officer=None))
    form = _form(registry)
    assert form is not None and form.email is None and "ответственному за реестр" in form.unscripted
    (common,) = week_form_file(view_of(registry))
    assert common.path == "weeks.json" and json.loads(common.content)["mail"] == ""


def test_a_name_cannot_end_the_script() -> None:
    form = _form(_city(organization={"short_name": "</script><script>alert(1)</script>"}))
    assert form is not None and "<" not in form.data
    assert "</script>" in json.loads(form.data)["subject"]
