"""The official days off that a city's calendar begins with."""

from __future__ import annotations

import datetime

import holidays
from reestr.intake.new_city.days_off import days_off, lacking
from reestr.records.loading.load import load_files
from reestr.records.loading.record_sources import StoredFiles
from reestr.registry.calendar import add_working_days

from tests import days_off as table
from tests.unit.test_init import _made


def test_the_table_is_that_of_the_library() -> None:
    assert table.TABLE.read_text(encoding="utf-8") == table.text(), "run `python -m tests.days_off`"


def test_the_year_2026_has_its_holidays_and_its_transfers() -> None:
    # The order of the government for 2026: 3 January to 9 January, 4 January to 31 December. By the code, 8 March
    # (a Sunday) and 9 May (a Saturday) pass to the next working day.
    days = "01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31"
    assert list(days_off()[2026]) == [f"2026-{day}" for day in days.split()]


def test_a_year_without_known_transfers_is_left_out() -> None:
    # The library answers for it as if nothing were transferred.
    assert len(holidays.country_holidays("RU", years=2050)) > 0
    assert 2050 not in days_off()


def test_only_years_of_which_nothing_is_known_are_lacking() -> None:
    assert 2026 not in lacking(["2026-01-01"]) and 2027 in lacking(["2026-01-01"])
    assert lacking([]) == days_off()


def test_a_new_city_counts_working_days_over_new_year() -> None:
    made = {name.removeprefix("data/"): text for name, text in _made().items() if name.startswith("data/")}
    registry = load_files(StoredFiles(made, "data/")).registry
    assert registry is not None
    after = add_working_days(datetime.date(2026, 12, 30), 3, registry.city.non_working_days)
    assert after == datetime.date(2027, 1, 13)
