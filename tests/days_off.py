"""Writes the table of official days off anew from the library `holidays`: `python -m tests.days_off`.

The library itself is no dependency of the program: it has the calendars of 250 countries (14 MB), wants an old
python-dateutil, and answers for a year whose transfers nobody has ordered as if there were none.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import holidays
from holidays.countries.russia import RussiaStaticHolidays

from tests.unit.project import ROOT

TABLE = ROOT / "generator" / "reestr" / "intake" / "new_city" / "files" / "days_off.yaml"
FIRST = 2026
_HEAD = """\
# Официальные нерабочие дни, кроме суббот и воскресений: статья 112 Трудового кодекса и переносы, установленные
# Правительством. Года, о переносах которого ещё нет постановления, здесь нет. Сделано: python -m tests.days_off
"""


def official() -> Mapping[int, Sequence[str]]:
    """Return year -> its days off from Monday to Friday, for the years whose transfers the library knows."""
    years = [year for year in RussiaStaticHolidays.special_public_holidays if year >= FIRST]
    found: dict[int, Sequence[str]] = {}
    for year in sorted(years):
        days: list[datetime.date] = sorted(holidays.country_holidays("RU", years=year))
        found[year] = [day.isoformat() for day in days if day.weekday() < 5]
    return found


def text() -> str:
    """Return the table as it stands in the package."""
    years = (f"{year}:\n" + "".join(f'  - "{day}"\n' for day in days) for year, days in official().items())
    return _HEAD + "".join(years)


if __name__ == "__main__":
    TABLE.write_text(text(), encoding="utf-8")
