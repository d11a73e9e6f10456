"""Reads rows of our own workbook: the record of each row, conflicts with meanwhile changes, the row's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reestr.intake.workbook.cell_values import Fault, latin, shown
from reestr.intake.workbook.columns import FORMATS, SheetColumn
from reestr.intake.workbook.rows import CellValue, Intake, RecordRows
from reestr.intake.workbook.rows_out import at, key_mark, mark, same, values_of
from reestr.intake.workbook.sheets import Sheet, word
from reestr.intake.workbook.table import CellPlace, SheetCell, SheetTable, problem
from reestr.records.record import RecordsByKind
from reestr.records.validation import placement, suggestions
from reestr.records.validation.formats import is_week
from reestr.registry.addresses import Address, NetworkRules, read_address
from reestr.wording.plain_text import folded, stripped

Read = Mapping[tuple[str, ...], Any]
Places = Mapping[tuple[str, ...], CellPlace]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet with its non-blank cells.

    `compared` has the columns of which the `stored` mark was made, None without marks.
    """

    sheet: Sheet
    compared: Sheet | None
    keys: Sequence[SheetCell]
    read: Read
    stored: str
    table: SheetTable
    number: int
    key_columns: Sequence[int]
    columns: Sequence[tuple[SheetColumn, int]]

    def places(self) -> Places:
        """Return the cell of each value."""
        return {column.path: self.table.place(self.number, place) for column, place in self.columns}

    def key_places(self) -> Sequence[CellPlace]:
        """Return the cells of the key columns."""
        return tuple(self.table.place(self.number, place) for place in self.key_columns)


class RowReader:
    """Reads rows, sheet by sheet; new records must precede the rows that refer to them."""

    def __init__(self, records: RecordsByKind, networks: Sequence[NetworkRules], intake: Intake) -> None:
        self._records = records
        self._networks = networks
        self._intake = intake
        self._seen: dict[tuple[str, ...], SheetRow] = {}
        self._added: dict[tuple[str, str, str], int] = {}
        self._names = {
            folded(str(record.data[name])): record.id
            for record in records["network"].values()
            for name in ("name", "short_name")
            if name in record.data
        }

    def words(self, column: SheetColumn) -> Mapping[str, Any] | None:
        """Return the accepted words of a column besides its values: the names of networks."""
        return self._names if column.path == ("network",) else None

    def pass_over(self, row: SheetRow) -> None:
        """Note a row that is as exported."""
        self._intake.rows += 1
        self._is_first(row, tuple(stripped(shown(key)) for key in row.keys))

    def read(self, row: SheetRow) -> None:
        """Read one row."""
        self._intake.rows += 1
        sheet, read, places, key_place = row.sheet, row.read, row.places(), row.key_places()[0]
        key = self._key(sheet, row.keys, row.key_places(), read)
        if key is None:
            self._tell_faults(sheet, read, places)
            return
        kind, identifier, path = self._target(sheet, key)
        record = self._records[kind].get(identifier)
        item = at(record.data, path) if record is not None and path else record.data if record is not None else None
        known = {} if row.compared is None else values_of(row.compared, item)
        now = mark(sheet, [shown(cell) for cell in row.keys], known)
        copied = row.stored != "" and key_mark(row.stored) != key_mark(now)
        if copied and item is not None:
            self._problem("row-copied", key_place, sheet.key_titles[0], given="/".join(key))
            return
        if not self._is_first(row, key) or (key[-1] == "" and not read):
            return
        if row.stored and not copied and now != row.stored and not self._is_ours(sheet, read, item):
            self._problem("changed-meanwhile", key_place, sheet.key_titles[0], given="/".join(key))
            return
        if sheet.is_list and not key[-1]:
            self._added[kind, identifier, sheet.at[0]] = int(path[-1]) + 1
        rows = self._intake.of(kind, identifier, None if record is None else record.file, key_place)
        if sheet.key == "weeks":
            self._week(rows, sheet, key, item, read, places)
        else:
            self._entries(rows, sheet, path, read, places)

    def _is_first(self, row: SheetRow, key: tuple[str, ...]) -> bool:
        """Return whether no row above has the same record; a row without a record yet is always the first."""
        if not key[-1]:
            return True
        earlier = self._seen.setdefault((row.sheet.key, *key), row)
        if earlier is row:
            return True
        place, title = row.key_places()[-1], row.sheet.key_titles[-1]
        self._problem("row-twice", place, title, other=(earlier.key_places()[-1],), given="/".join(key))
        return False

    def _is_ours(self, sheet: Sheet, read: Read, item: Any) -> bool:
        """Return whether the record already has the row's values."""
        known = values_of(sheet, item)
        return all(
            not isinstance(value := read.get(column.path), Fault) and same(value) == same(known.get(column.path))
            for column in sheet.columns
        )

    def _key(
        self, sheet: Sheet, keys: Sequence[SheetCell], places: Sequence[CellPlace], read: Read
    ) -> tuple[str, ...] | None:
        """Return the row's key; a new item of a list has "" at the end. None if a fault of it was reported."""
        owner = self._identifier(stripped(shown(keys[0])), places[0], sheet.key_titles[0])
        if owner is None:
            return None
        if not sheet.at and len(keys) == 1:
            identifier = owner or self._proposed(sheet, places[0], read)
            return None if identifier is None else (identifier,)
        if not owner:
            self._problem("no-owner", places[0], sheet.key_titles[0])
            return None
        kind = "organization" if sheet.keys[0] == "organization" else "account"
        if owner not in self._records[kind] and (kind, owner) not in self._intake.records:
            near = suggestions.nearest(owner, self._records[kind])
            ready = "" if near is None else word("ready", value=near)
            self._problem("unknown-owner", places[0], sheet.key_titles[0], given=suggestions.shown(owner), ready=ready)
            return None
        second = stripped(shown(keys[1]))
        right = self._second(sheet, second, owner)
        if right is None:
            meant = suggestions.week_meant(second) if sheet.keys[1] == "week" else None
            ready = "" if meant is None else word("ready", value=meant)
            self._problem(
                f"bad-{sheet.keys[1]}", places[1], sheet.key_titles[1], given=suggestions.shown(second), ready=ready
            )
            return None
        return owner, right

    def _second(self, sheet: Sheet, text: str, owner: str) -> str | None:
        if sheet.keys[1] == "week":
            return text if is_week(text) else None
        if sheet.keys[1] == "year":
            found = placement.place(f"activity/{owner}/{text}.yaml")
            return text if isinstance(found, placement.RecordPlace) else None
        record = self._records[sheet.kind].get(owner)
        count = len(at(record.data, (sheet.at[0],)) or ()) if record is not None else 0
        if not text:
            return ""
        return text if text.isascii() and text.isdigit() and 1 <= int(text) <= count else None

    def _identifier(self, text: str, place: CellPlace, title: str) -> str | None:
        if not text or placement.is_id(text):
            return text
        plainer = latin(text)
        meant = plainer if placement.is_id(plainer) and not text.isascii() else placement.id_meant(text)
        ready = "" if meant is None else word("ready", value=meant)
        key = "look-alike-id" if meant == plainer and not text.isascii() else "bad-id"
        self._problem(key, place, title, given=suggestions.shown(text), ready=ready)
        return None

    def _proposed(self, sheet: Sheet, place: CellPlace, read: Read) -> str | None:
        """Return the id of a new record."""
        title = sheet.key_titles[0]
        if sheet.kind == "organization":
            name = read.get(("short_name",)) or read.get(("name",))
            meant = placement.organization_id(name) if isinstance(name, str) else None
        else:
            meant = account_id(read.get(("organization",)), read.get(("network",)), read.get(("url",)), self._networks)
        if meant is None:
            self._problem(f"no-id-{sheet.kind}", place, title)
            return None
        if meant in self._records[sheet.kind] or (sheet.kind, meant) in self._intake.records:
            self._problem("id-taken", place, title, given=meant)
            return None
        return meant

    def _target(self, sheet: Sheet, key: tuple[str, ...]) -> tuple[str, str, tuple[str | int, ...]]:
        """Return the kind, id and path of the row's object."""
        if sheet.key == "weeks":
            return "activity", f"{key[0]}/{key[1][:4]}", ("weeks", key[1])
        if sheet.key == "years":
            return "activity", f"{key[0]}/{key[1]}", ()
        if not sheet.at:
            return sheet.kind, key[0], ()
        if key[1]:
            return sheet.kind, key[0], (sheet.at[0], int(key[1]) - 1)
        record = self._records[sheet.kind].get(key[0])
        count = len(at(record.data, (sheet.at[0],)) or ()) if record is not None else 0
        return sheet.kind, key[0], (sheet.at[0], self._added.get((sheet.kind, key[0], sheet.at[0]), count))

    def _entries(self, rows: RecordRows, sheet: Sheet, path: tuple[str | int, ...], read: Read, places: Places) -> None:
        for column in sheet.columns:
            value, place = read.get(column.path), places[column.path]
            wrong = False
            if isinstance(value, Fault):
                wrong = True
                self._intake.problems.append(problem(value.key, place, column.title, value.said))
                value = STAND_IN
            rows.entries.append(CellValue((*path, *column.path), value, place, column.title, wrong))

    def _week(
        self, rows: RecordRows, sheet: Sheet, key: tuple[str, ...], item: Any, read: Read, places: Places
    ) -> None:
        """Add a week: without any number it was not counted; beside other numbers, a blank cell means zero."""
        path = ("weeks", key[1])
        counted = any(read.get(column.path) is not None for column in sheet.columns if column.path[0] in FORMATS)
        if not counted:
            others = [column for column in sheet.columns if read.get(column.path) is not None]
            if others:
                self._problem("week-without-counts", places[others[0].path], others[0].title, week=key[1])
            elif item is not None:
                rows.gone.append(path)
            elif not rows.entries and not rows.gone:
                # A row that waits for its numbers makes no record.
                del self._intake.records[rows.kind, rows.id]
            return
        silent = {
            column.path: None
            for column in sheet.columns
            if column.path[0] in FORMATS and read.get(column.path) == 0 and at(item, column.path) is None
        }
        first = places[sheet.columns[0].path]
        rows.entries.append(CellValue(path, {}, first, word("keys.week.title")))
        self._entries(rows, sheet, path, {**read, **silent}, places)

    def _tell_faults(self, sheet: Sheet, read: Read, places: Places) -> None:
        """Report the other faults of a row whose record is unknown."""
        for column in sheet.columns:
            value = read.get(column.path)
            if isinstance(value, Fault):
                self._intake.problems.append(problem(value.key, places[column.path], column.title, value.said))

    def _problem(
        self, key: str, place: CellPlace, title: str, *, other: tuple[CellPlace, ...] = (), **said: object
    ) -> None:
        self._intake.problems.append(problem(key, place, title, said, other=other))


def account_id(organization: Any, network: Any, url: Any, networks: Sequence[NetworkRules]) -> str | None:
    """Return the id of a new account, from its organization and its network, which the address may tell."""
    if not isinstance(network, str) and isinstance(url, str):
        read = read_address(url, networks)
        network = read.network if isinstance(read, Address) else None
    if not isinstance(organization, str) or not isinstance(network, str):
        return None
    return placement.joined_id((organization, network))


STAND_IN = "?"
"""The placeholder of a wrong value: the field exists, and no schema takes it for a date, a number or a word."""
