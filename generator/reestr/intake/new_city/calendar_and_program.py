"""Brings `registry.yaml` of a city up to date: the program it needs, the words of its city hall, its lists, and the
days off of years it has none of.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from reestr import __version__, wording
from reestr.intake.new_city.days_off import lacking
from reestr.intake.new_city.words import with_hall_words
from reestr.records import reader
from reestr.records.editing import EditRefusedError, order_of, rewrite
from reestr.records.loading.city_lists import words_of
from reestr.records.validation.program_needed import FORM, is_newer
from reestr.wording.own_lists import lists_section


def brought_up_to_date(content: bytes, act: Mapping[str, Any] = MappingProxyType({})) -> bytes:
    """Return the file with what this version adds; everything else stays byte for byte.

    `act` are the data of the main act as they will be: the lists name its rows.

    Single days off are never added to a year: the city may have left one out. Raises EditRefusedError if the file
    cannot be read.
    """
    document, problems = reader.read(content, "registry.yaml")
    if document is None or problems:
        raise EditRefusedError("unreadable", problems)
    data: dict[str, Any] = dict(document.data)
    program = data.get("program")
    if not isinstance(program, dict) or not is_newer(program.get("needs"), __version__):
        data["program"] = {"needs": __version__, "form": FORM}
    hall = data.get("city_hall")
    if isinstance(hall, dict):
        data["city_hall"] = with_hall_words(hall)
    days = data.get("non_working_days")
    if isinstance(days, dict) and isinstance(days.get("value"), list):
        data["non_working_days"] = _with_days(days)
    if "lists" not in data and isinstance(data.get("city_hall"), dict):
        data["lists"] = lists_section(words_of(data, act))
    return rewrite(content, data, order_of("registry"))


def _with_days(days: dict[str, Any]) -> dict[str, Any]:
    known = [day for day in days["value"] if isinstance(day, str)]
    added = [day for year in lacking(known).values() for day in year]
    if not added:
        return days
    changed = {**days, "value": [*days["value"], *added]}
    if " ".join(str(days.get("explanation", "")).split()) == wording.text("init.registry.no_days_explanation"):
        changed["explanation"] = wording.text("init.registry.non_working_days_explanation")
    return changed
