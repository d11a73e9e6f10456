"""Which weeks a night counts, and in which order walls are read."""

from __future__ import annotations

import datetime

import pytest
from reestr.intake.observation.planning import (
    CountTerms,
    WallToRead,
    first_moment_week,
    is_open,
    reading_order,
    weeks_to_count,
)
from reestr.registry.account import Pause

TERMS = CountTerms(grace_days=7, weeks_back=4)
MONDAY = datetime.date(2026, 3, 23)


def weeks(day: datetime.date, counted: str = "", opened: str | None = None, terms: CountTerms = TERMS) -> str:
    opened_on = None if opened is None else datetime.date.fromisoformat(opened)
    return " ".join(week[-3:] for week in weeks_to_count(day, terms, frozenset(counted.split()), opened_on))


@pytest.mark.parametrize(
    ("day", "counted", "expected"),
    [
        ("2026-03-23", "", "W09 W10 W11 W12"),
        ("2026-03-22", "2026-W08 2026-W09 2026-W10", "W11"),
        # W12 ends on Sunday, 22 March: it is counted anew up to the 29th, and never after that.
        ("2026-03-23", "2026-W09 2026-W10 2026-W11", "W12"),
        ("2026-03-29", "2026-W09 2026-W10 2026-W11 2026-W12", "W12"),
        ("2026-03-30", "2026-W10 2026-W11 2026-W12", "W13"),
        ("2026-03-30", "2026-W10 2026-W11", "W12 W13"),
    ],
)
def test_a_week_is_counted_when_it_is_over_again_within_its_term_then_never(
    day: str, counted: str, expected: str
) -> None:
    assert weeks(datetime.date.fromisoformat(day), counted) == expected


def test_weeks_before_a_page_was_opened_are_not_counted() -> None:
    assert weeks(MONDAY, opened="2026-03-12") == "W11 W12"


def test_weeks_through_which_a_page_was_closed_are_not_counted() -> None:
    pause = Pause(datetime.date(2026, 3, 2), datetime.date(2026, 3, 17))
    found = weeks_to_count(MONDAY, TERMS, frozenset(), None, (pause,))
    assert found == ("2026-W09", "2026-W12")


def test_a_long_term_reaches_back_further_than_the_weeks_asked_for() -> None:
    assert weeks(MONDAY, terms=CountTerms(grace_days=20, weeks_back=1)) == "W09 W10 W11 W12"


@pytest.mark.parametrize(("day", "within"), [(22, False), (23, True), (29, True), (30, False)])
def test_a_weeks_term_begins_the_day_after_and_includes_its_last_day(day: int, within: bool) -> None:
    assert is_open("2026-W12", datetime.date(2026, 3, day), 7) is within


def test_walls_whose_week_is_uncounted_come_first_then_those_read_longest_ago() -> None:
    day = datetime.date(2026, 3, 25)
    walls = [
        WallToRead("counted-lately", datetime.date(2026, 3, 24), ()),
        WallToRead("counted-before", datetime.date(2026, 3, 23), ()),
        WallToRead("never-read", None, ("2026-W12",)),
        WallToRead("waits", datetime.date(2026, 3, 20), ("2026-W12",)),
        WallToRead("too-late", datetime.date(2026, 3, 24), ("2026-W10",)),
    ]
    order = [wall.account for wall in reading_order(walls, day, 7)]
    assert order == ["never-read", "waits", "counted-before", "counted-lately", "too-late"]
    assert order == [wall.account for wall in reading_order(reversed(walls), day, 7)]


def test_a_wall_is_read_back_to_the_first_week_to_be_counted() -> None:
    assert first_moment_week(MONDAY, ("2026-W11", "2026-W12")) == "2026-W11"
    assert first_moment_week(MONDAY, ()) == "2026-W13"
