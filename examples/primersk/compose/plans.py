"""Content plans of several months, by the pattern that an organization's story names."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from examples.primersk.compose.directory import ANNEX, ORGANIZATIONS, Entry
from examples.primersk.compose.invented import drawn
from examples.primersk.compose.records import DRAFT, story
from examples.primersk.compose.topics import OFFICIALESE, Topic, of_sphere

NOW = "2026-11"
_MONTHS = ("2026-09", "2026-10", NOW)

PATTERNS: Mapping[str, tuple[str, ...]] = {
    "steady": _MONTHS,
    "missing-now": ("2026-08", "2026-09", "2026-10"),
    "absent-now": ("2026-08", "2026-09", "2026-10"),
    "never": (),
    "late": _MONTHS,
    "officialese": _MONTHS,
    "without-texts": _MONTHS,
    "first-month": (NOW,),
    "next-month-too": (*_MONTHS, "2026-12"),
    "until-closed": ("2026-05", "2026-06"),
}
"""The months for which each pattern has plans."""

_POSTING_DAYS = (calendar.TUESDAY, calendar.FRIDAY)


def plans() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield organization, month and plan."""
    for entry in ORGANIZATIONS:
        if entry.id == DRAFT or entry.id in ANNEX:
            continue
        pattern = story(entry.id).plans
        for month in PATTERNS[pattern]:
            yield (
                entry.id,
                month,
                {
                    "prepared_on": _prepared_on(entry, pattern, month),
                    "prepared_by": "ответственное лицо организации",
                    "entries": list(_entries(entry, pattern, month)),
                },
            )
        if pattern == "absent-now":
            yield entry.id, NOW, {"absent_on": "2026-11-10"}
    yield "school-1", "2026-12", {"prepared_by": "ответственное лицо организации", "draft": True}


def _prepared_on(entry: Entry, pattern: str, month: str) -> str:
    if pattern == "late" and month == NOW:
        return "2026-11-09"
    if pattern == "first-month":
        return "2026-11-03"
    if month > NOW:
        return "2026-11-12"
    day = datetime.date.fromisoformat(f"{month}-01") - datetime.timedelta(days=2 + drawn(f"{entry.id}/{month}", 8))
    return day.isoformat()


def _entries(entry: Entry, pattern: str, month: str) -> Iterator[dict[str, Any]]:
    topics: tuple[Topic, ...] = of_sphere(entry.sphere)
    first = drawn(f"{entry.id}/{month}/first", len(topics))
    for index, day in enumerate(_days(month)):
        topic, post_format, text = topics[(first + index) % len(topics)]
        if pattern == "officialese" and month == NOW and index == 0:
            text = OFFICIALESE
        planned: dict[str, Any] = {"date": day, "topic": topic, "format": post_format}
        if index % 4 == 3 and story(entry.id).ok is not None:
            planned["networks"] = ["vk"] if drawn(f"{entry.id}/{day}", 2) else ["ok"]
        if text is not None and pattern != "without-texts":
            planned["text"] = text
        yield planned


def _days(month: str) -> Iterator[str]:
    year, number = int(month[:4]), int(month[5:])
    for day in range(1, calendar.monthrange(year, number)[1] + 1):
        date = datetime.date(year, number, day)
        if date.weekday() in _POSTING_DAYS:
            yield date.isoformat()
