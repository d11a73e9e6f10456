"""A year of weekly counts for each account, by the pattern that its story names."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reestr.registry.calendar import week_monday, week_of

from examples.primersk.compose import machine
from examples.primersk.compose.directory import BY_ID
from examples.primersk.compose.invented import drawn
from examples.primersk.compose.records import NETWORKS, account_id, accounts, story

FIRST_WEEK = "2025-W46"
LAST_WEEK = "2026-W46"
"""The last week that is over on the date of judging."""

Counts = dict[str, Any]
Pattern = Callable[[str, str, Counts], Counts | None]
"""Returns the counts of a week from account, week and usual counts; None = not counted."""

# Four weeks in a row have at least three different formats with photographs.
_ROTATION = ("text", "video", "cards", "poll", "text", "infographic", "live", "contest")
_SUMMER = range(27, 33)
_RESTING = frozenset(("education", "preschool"))


def _usual(account: str, sphere: str, week: str) -> Counts:
    number = int(week[-2:])
    if number == 1 or (sphere in _RESTING and number in _SUMMER and drawn(f"{account}/{week}/rest", 3)):
        return {"photo": 1} if drawn(f"{account}/{week}/quiet", 2) else {}
    counts: Counts = {"photo": 1 + drawn(f"{account}/{week}/photo", 3)}
    counts[_ROTATION[(number + drawn(account, 8)) % 8]] = 1
    if drawn(f"{account}/{week}/portal", 4) == 0:
        counts["gospabliki"] = 1
    if drawn(f"{account}/{week}/spam", 40) == 0:
        counts["removed"] = {"spam": 1}
    return counts


def _steady(account: str, week: str, usual: Counts) -> Counts | None:
    return usual


def _short(account: str, week: str, usual: Counts) -> Counts | None:
    return {"2026-W44": {"photo": 1}, "2026-W45": {}}.get(week, usual)


def _texts(account: str, week: str, usual: Counts) -> Counts | None:
    return {"text": 2 + drawn(f"{account}/{week}/texts", 2)}


def _texts_with_gap(account: str, week: str, usual: Counts) -> Counts | None:
    return None if week == "2026-W44" else {"text": 2}


def _last_not_counted(account: str, week: str, usual: Counts) -> Counts | None:
    return None if week == LAST_WEEK else usual


def _statistics(account: str, week: str, usual: Counts) -> Counts | None:
    return {**usual, "source": "network-statistics"} if week >= "2026-W10" else usual


def _removals(account: str, week: str, usual: Counts) -> Counts | None:
    if week not in ("2026-W37", "2026-W38"):
        return usual
    return {**usual, "removed": {"spam": 4, "profanity": 2, "insult": 3, "hatred": 1}}


def _silent(account: str, week: str, usual: Counts) -> Counts | None:
    return {} if week >= "2026-W31" else usual


def _nobody_counts(account: str, week: str, usual: Counts) -> Counts | None:
    return None


PATTERNS: Mapping[str, Pattern] = {
    "steady": _steady,
    "short": _short,
    "texts": _texts,
    "texts-with-gap": _texts_with_gap,
    "last-not-counted": _last_not_counted,
    "statistics": _statistics,
    "removals": _removals,
    "silent": _silent,
    "nobody-counts": _nobody_counts,
}


def years() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield account, year and counts of every account that is not a draft."""
    patterns = {
        account_id(organization, network): told.vk_weeks if network == "vk" else told.ok_weeks
        for organization in BY_ID
        for told in (story(organization),)
        for network in NETWORKS
    }
    for account, record in accounts():
        if record.get("draft"):
            continue
        pattern = PATTERNS[patterns.get(account, "steady")]
        sphere = BY_ID[record["organization"]].sphere
        weeks_by_year: dict[str, dict[str, Counts]] = {}
        for week in _weeks(record):
            counts = pattern(account, week, _usual(account, sphere, week))
            if counts is not None:
                weeks_by_year.setdefault(week[:4], {})[week] = machine.counted(account, week, counts)
        for year, weeks in weeks_by_year.items():
            yield (
                account,
                year,
                {"source": "hand-count", "counted_by": "ответственное лицо организации", "weeks": weeks},
            )


def _weeks(account: Mapping[str, Any]) -> Iterator[str]:
    """Yield the weeks in which the account existed and that have counts at all."""
    opened = week_of(datetime.date.fromisoformat(account["opened_on"]))
    closed = week_of(datetime.date.fromisoformat(account.get("closed_on", "9999-12-31")))
    monday = week_monday(max(FIRST_WEEK, opened))
    while week_of(monday) <= min(LAST_WEEK, closed):
        yield week_of(monday)
        monday += datetime.timedelta(weeks=1)
