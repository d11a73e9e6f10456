"""Writes weeks that were handed in into the records of counts, with the fewest edits."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from reestr.intake.weeks.checking import TakenWeek
from reestr.records import reader, schemas
from reestr.records.editing import order_of, record, rewrite
from reestr.records.kinds import KINDS
from reestr.records.loading.record_sources import Snapshot
from reestr.registry.lists import UNKNOWN, CityLists

_KIND = "activity"
_MACHINE = "machine"

_NAMED = frozenset(schemas.key_order("activity", ("weeks", schemas.ANY), UNKNOWN)) - {"unspecified"}
"""The fields of a week that count no publications."""


def week_files(
    weeks: Iterable[TakenWeek],
    files: Snapshot,
    today: datetime.date,
    source: str,
    lists: CityLists | None = None,
) -> Mapping[str, bytes]:
    """Return the changed files, named relative to the data folder, with their new content.

    Each new count has the day `today` on which it was taken in. `source` says where the numbers come from; a new file
    has it once for all weeks. Raises EditRefusedError for a file that cannot be edited.
    """
    years: dict[str, list[TakenWeek]] = {}
    for item in weeks:
        if not item.recorded:
            years.setdefault(f"{KINDS[_KIND].folder}/{item.account.id}/{item.week[:4]}.yaml", []).append(item)
    contents = {}
    for file, items in years.items():
        before = files.contents.get(file)
        if before is None:
            contents[file] = record(_KIND, _wanted({}, items, today, source), lists)
        else:
            document, _ = reader.read(before, file)
            assert document is not None, file
            contents[file] = rewrite(before, _wanted(document.data, items, today, source), order_of(_KIND, lists))
    return contents


def _wanted(before: Mapping[str, Any], items: Iterable[TakenWeek], today: datetime.date, source: str) -> dict[str, Any]:
    wanted = copy.deepcopy(dict(before))
    said = wanted.setdefault("source", source)
    weeks = wanted.setdefault("weeks", {})
    for item in items:
        known = {name: value for name, value in weeks.get(item.week, {}).items() if name in _NAMED}
        known.pop("source", None)
        own = {} if said == source else {"source": source}
        weeks[item.week] = {**item.counts, **own, **known, "counted_on": today.isoformat()}
    wanted["weeks"] = {week: weeks[week] for week in sorted(weeks)}
    return wanted
