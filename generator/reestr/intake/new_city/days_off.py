"""The official days off that a city's calendar begins with: a table of the years whose transfers are known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import yaml

_TABLE = Path(__file__).parent / "files" / "days_off.yaml"


def days_off() -> Mapping[int, Sequence[str]]:
    """Return year -> its days off from Monday to Friday, as `2026-01-01`, in order.

    The days are those of article 112 of the Labour Code with the transfers that the government has ordered; a year
    whose order is not yet known is left out. Days off of a region are not among them, and a Saturday that is a working
    day stays a day off: records cannot say that.
    """
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {int(year): tuple(days) for year, days in table.items()}


def lacking(known: Collection[str]) -> Mapping[int, Sequence[str]]:
    """Return the years of `days_off` of which `known` has no day at all: a city may have left out single days."""
    years = {day[:4] for day in known}
    return {year: days for year, days in days_off().items() if str(year) not in years}
