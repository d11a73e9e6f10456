"""Makes the rows of each sheet from the records, with marks by which an import recognizes unchanged rows."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args

from reestr.intake.workbook.sheets import SOURCE, Sheet
from reestr.records import reader
from reestr.records.loading.city_lists import lists_of
from reestr.records.loading.record_sources import RecordFiles
from reestr.records.record import Record, RecordsByKind
from reestr.records.redaction import Edition, for_edition
from reestr.records.validation import placement
from reestr.registry.calendar import last_full_weeks, week_monday
from reestr.registry.lists import CityLists
from reestr.wording.plain_text import composed

KINDS = ("organization", "account", "activity", "network")
"""The kinds of records in a workbook."""

FEWEST_OPEN_WEEKS, _WEEKS_OF_A_QUARTER = 8, 14
"""The fewest last full weeks that are open, even in a new quarter; the most weeks that a quarter touches."""

BY_HAND = "hand-count"

Weeks = Literal["missing", "open", "all"]
"""Which weeks have a row: the open ones without a count, all open ones, or also all that were ever counted.

The last full week always has one. An import does not change a week that has no row.
"""
WEEKS: tuple[Weeks, ...] = get_args(Weeks)

Values = Mapping[tuple[str, ...], Any]


@dataclass(frozen=True, slots=True)
class OutputRow:
    """A row: its key, its values by path (unknown ones are missing), and a hint for the reader.

    `given` are values that are filled in beforehand for whoever fills in the rest; the record does not have them there.
    """

    key: tuple[str | int, ...]
    values: Values
    hint: str
    given: Values = field(default_factory=dict)


def read_records(record_files: RecordFiles) -> RecordsByKind:
    """Return the records that a workbook contains, in the order of their files, which must have no errors."""
    found: dict[str, dict[str, Record]] = {kind: {} for kind in (*KINDS, "registry")}
    for file in record_files.find()[0]:
        place = placement.place(file)
        if isinstance(place, placement.RecordPlace) and place.kind in found:
            document, _ = reader.read(record_files.content(file), file)
            if document is not None:
                found[place.kind][place.id] = Record(place.kind, place.id, file, document.data)
    return found


def lists_of_records(records: RecordsByKind) -> CityLists:
    """Return the lists of the city whose records these are."""
    city = records.get("registry", {}).get("")
    return lists_of({} if city is None else city.data)


def cut(records: RecordsByKind, edition: Edition) -> RecordsByKind:
    """Return the records as an edition may show them."""
    return {
        kind: {
            name: Record(kind, name, item.file, data)
            for name, item in items.items()
            if (data := for_edition(kind, item.data, edition, lists_of_records(records))) is not None
        }
        for kind, items in records.items()
    }


def of_organization(records: RecordsByKind, organization: str) -> RecordsByKind:
    """Return the records of one organization: its record, its accounts, their counts, and all networks.

    For an unknown organization only the networks remain. An import does not change what is left out here.
    """
    accounts = {name: item for name, item in records["account"].items() if item.data["organization"] == organization}
    counts = {name: item for name, item in records["activity"].items() if name.partition("/")[0] in accounts}
    own = {name: item for name, item in records["organization"].items() if name == organization}
    return {**records, "organization": own, "account": accounts, "activity": counts}


@cache
def open_weeks(today: datetime.date) -> tuple[str, ...]:
    """Return the full weeks whose counts can still be handed in, oldest first.

    They are the weeks in the quarter of the last full week, and at least `FEWEST_OPEN_WEEKS` weeks. A week belongs to
    the quarter of its Monday.
    """
    weeks = last_full_weeks(today, _WEEKS_OF_A_QUARTER)
    last = week_monday(weeks[-1])
    quarter = datetime.date(last.year, last.month - (last.month - 1) % 3, 1)
    return tuple(
        week
        for number, week in enumerate(reversed(weeks), start=1)
        if number <= FEWEST_OPEN_WEEKS or week_monday(week) >= quarter
    )[::-1]


def lines(sheet: Sheet, records: RecordsByKind, today: datetime.date, weeks: Weeks = "all") -> Iterator[OutputRow]:
    """Yield the rows of a sheet. `today` decides which weeks still get a row to fill in, `weeks` which have a row."""
    if sheet.is_of_weeks:
        yield from _weeks(sheet, records, today, weeks)
        return
    for record in records[sheet.kind].values():
        hint = _hint(sheet, record, records)
        if sheet.key == "years":
            # Counts name their account, which the edition may not show.
            if record.id.partition("/")[0] in records["account"]:
                yield OutputRow(tuple(record.id.split("/")), values_of(sheet, record.data), hint)
        elif not sheet.at:
            yield OutputRow((record.id,), values_of(sheet, record.data), hint)
        else:
            for number, item in enumerate(record.data.get(sheet.at[0], ()), start=1):
                yield OutputRow((record.id, number), values_of(sheet, item), hint)


def values_of(sheet: Sheet, item: Mapping[str, Any] | None) -> Values:
    """Return the values of the row's object.

    A week that was counted without any publication has zero in every format.
    """
    if item is None:
        return {}
    found = {}
    for column in sheet.columns:
        path = column.path
        # Most fields are at the top: one look instead of a walk, for hundreds of thousands of rows.
        value = item.get(path[0]) if len(path) == 1 else at(item, path)
        if value is not None:
            found[path] = value
    if sheet.is_of_weeks and not any(path[0] in sheet.counted for path in found):
        found |= {column.path: 0 for column in sheet.columns if column.path[0] in sheet.counted}
    return found


def at(item: Any, path: Sequence[str | int]) -> Any:
    """Return the value at a path, None if there is none."""
    for step in path:
        if isinstance(step, int):
            item = item[step] if isinstance(item, list) and step < len(item) else None
        else:
            item = item.get(step) if isinstance(item, Mapping) else None
    return item


def mark(sheet: Sheet, key: Sequence[str | int], values: Values) -> str:
    """Return a short fingerprint of a row: equal keys and values give equal marks, in any order of the columns.

    A row that still has its mark was not changed; a record with a different mark has changed since the export.
    """
    known = _digest([sheet.key, [str(part) for part in key]])
    held = _digest([[".".join(path), same(values[path])] for path in sorted(values)])
    return f"{known[:6]}-{held[:10]}"


def key_mark(whole: str) -> str:
    """Return the part of a mark that depends only on the key; in a copied row it belongs to another row's key."""
    return whole.partition("-")[0]


def _digest(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def same(value: Any) -> Any:
    """Return a value in the form in which values are compared.

    A spreadsheet keeps fifteen digits of a number and does not distinguish 1.0 from 1. The Unicode form of a text and
    the kinds of its blanks do not count, because nobody could see such a change.
    """
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, list):
        return [same(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return float(f"{value:.15g}")


def _weeks(sheet: Sheet, records: RecordsByKind, today: datetime.date, wanted: Weeks) -> Iterator[OutputRow]:
    """Yield the weeks of one of two sheets: those of the last full week, with their source, or all others."""
    open_now = frozenset(open_weeks(today))
    last = open_weeks(today)[-1]
    counted: dict[str, dict[str, Any]] = {}
    for record in records["activity"].values():
        counted.setdefault(record.id.partition("/")[0], {}).update(record.data["weeks"])
    for account in records["account"].values():
        weeks = counted.get(account.id, {})
        hint = _hint(sheet, account, records)
        for week in sorted({*weeks, *_to_count(account.data, today)}):
            is_wanted = wanted == "all" or (week in open_now and (wanted == "open" or week not in weeks))
            if (week == last) is sheet.is_of_one_week and (is_wanted or week == last):
                values = values_of(sheet, weeks.get(week))
                given = given_source(records, account.id, week) if week not in weeks or sheet.is_of_one_week else {}
                yield OutputRow((account.id, week), values, hint, given)


def given_source(records: RecordsByKind, account: str, week: str) -> Values:
    """Return the source that a week's numbers have if nobody says otherwise: that of its year, or a count by hand."""
    year = records["activity"].get(f"{account}/{week[:4]}")
    return {(SOURCE,): (year.data.get(SOURCE) if year is not None else None) or BY_HAND}


def _to_count(account: Mapping[str, Any], today: datetime.date) -> Iterator[str]:
    """Yield the open weeks in which the account was in use, oldest first; none for a closed account."""
    if account.get("status") == "closed":
        return
    opened = account.get("opened_on")
    for week in open_weeks(today):
        if opened is None or week_monday(week).isoformat() >= opened:
            yield week


def _hint(sheet: Sheet, record: Record, records: RecordsByKind) -> str:
    """Return a hint that names the organization and network of a row; "" if the sheet has no hints."""
    if not sheet.with_hint:
        return ""
    owner, tail = record, ""
    if record.kind == "activity":
        owner = records["account"].get(record.id.partition("/")[0], record)
    if owner.kind == "account":
        network = records["network"].get(str(owner.data.get("network")))
        tail = ", " + str(network.data.get("short_name") or network.data["name"]) if network else ""
        owner = records["organization"].get(str(owner.data.get("organization")), owner)
    return str(owner.data.get("short_name") or owner.data.get("name") or owner.id) + tail
