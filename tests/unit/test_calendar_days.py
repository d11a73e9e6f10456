"""Days, weeks, months and working days: what the rules count with, as tables."""

from __future__ import annotations

import datetime

import pytest
from reestr.registry import calendar

from tests.unit.registry_factory import date


@pytest.mark.parametrize("text", ["1900-01-01", "2024-02-29", "2099-12-31"])
def test_a_day_of_the_registry_is_read(text: str) -> None:
    assert calendar.registry_day(text) == datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "1899-12-31",
        "2100-01-01",
        "2026-02-29",
        "2026-13-01",
        "20260105",
        "2026-W10",
        "2026-W10-1",
        "2026-01-05T10:00",
        "2026-01-05\n",
        "",
    ],
)
def test_any_other_text_names_no_day(text: str) -> None:
    assert calendar.registry_day(text) is None


@pytest.mark.parametrize(
    ("week", "monday", "sunday"),
    [
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-W01", "2027-01-04", "2027-01-10"),
    ],
)
def test_a_week_has_its_days_over_the_new_year_too(week: str, monday: str, sunday: str) -> None:
    assert (calendar.week_monday(week), calendar.week_end(week)) == (date(monday), date(sunday))
    assert [calendar.week_of(date(monday) + datetime.timedelta(days=number)) for number in range(7)] == [week] * 7


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "2026-W1", "2026-W011", "2026-01", "неделя"])
def test_what_is_no_week_is_said_by_its_name(text: str) -> None:
    with pytest.raises(ValueError):
        calendar.week_monday(text)


def test_a_text_that_only_begins_like_a_week_is_none() -> None:
    with pytest.raises(ValueError, match="'2026-W01-1' is not a week"):
        calendar.week_monday("2026-W01-1")


@pytest.mark.parametrize(
    ("day", "count", "weeks"),
    [
        ("2027-01-04", 2, ("2026-W52", "2026-W53")),
        ("2027-01-10", 2, ("2026-W52", "2026-W53")),
        ("2027-01-11", 2, ("2026-W53", "2027-W01")),
        ("2027-01-11", 1, ("2027-W01",)),
        ("2027-01-11", 0, ()),
    ],
)
def test_the_last_full_weeks_ended_before_the_day(day: str, count: int, weeks: tuple[str, ...]) -> None:
    assert calendar.last_full_weeks(date(day), count) == weeks


@pytest.mark.parametrize(
    ("opened_on", "week"),
    [
        ("2026-11-02", "2026-W45"),
        ("2026-11-03", "2026-W46"),
        ("2026-11-05", "2026-W46"),
        ("2026-11-08", "2026-W46"),
        ("2026-11-09", "2026-W46"),
        ("2026-12-29", "2027-W01"),
    ],
)
def test_the_first_full_week_begins_on_the_day_or_on_the_next_monday(opened_on: str, week: str) -> None:
    assert calendar.first_full_week(date(opened_on)) == week


@pytest.mark.parametrize(
    ("day", "days", "last"),
    [
        ("2026-11-02", 0, "2026-11-02"),
        ("2026-11-02", 1, "2026-11-03"),
        ("2026-11-02", 3, "2026-11-06"),  # the 4th is a holiday
        ("2026-11-05", 2, "2026-11-09"),  # over a weekend
        ("2026-11-06", 1, "2026-11-09"),
        ("2026-11-07", 1, "2026-11-09"),  # a term that begins on a Saturday
    ],
)
def test_a_term_of_working_days_leaves_out_weekends_and_holidays(day: str, days: int, last: str) -> None:
    assert calendar.add_working_days(date(day), days, {date("2026-11-04")}) == date(last)


@pytest.mark.parametrize(
    ("month", "first", "last", "following"),
    [
        ("2026-11", "2026-11-01", "2026-11-30", "2026-12"),
        ("2026-12", "2026-12-01", "2026-12-31", "2027-01"),
        ("2027-01", "2027-01-01", "2027-01-31", "2027-02"),
        ("2027-02", "2027-02-01", "2027-02-28", "2027-03"),
        ("2028-02", "2028-02-01", "2028-02-29", "2028-03"),
    ],
)
def test_a_month_has_its_days_and_the_next_one_over_the_new_year_too(
    month: str, first: str, last: str, following: str
) -> None:
    assert (calendar.first_day(month), calendar.last_day(month)) == (date(first), date(last))
    assert calendar.month_after(month) == following
    assert calendar.month_of(date(first)) == calendar.month_of(date(last)) == month


@pytest.mark.parametrize("text", ["2026-13", "2026", "2026-11-01", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        calendar.first_day(text)
