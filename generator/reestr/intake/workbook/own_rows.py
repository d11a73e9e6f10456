"""Reads our own workbook, or one sheet of it as CSV: finds sheets, columns and rows, and recognizes changed rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reestr.intake.workbook.cell_values import Fault, latin, read_cell, shown
from reestr.intake.workbook.columns import SheetColumn
from reestr.intake.workbook.headers import Headers, find_headers, judge_heads, row_of, titles_of
from reestr.intake.workbook.rows import CellValue, Intake, RecordRows, ranges
from reestr.intake.workbook.rows_out import at, given_source, key_mark, lists_of_records, mark, same, values_of
from reestr.intake.workbook.sheets import ABOUT, HIDDEN, SOURCE, VERSION, Sheet, sheets, word
from reestr.intake.workbook.table import EMPTY, CellPlace, SheetCell, SheetTable, UnreadableFileError, problem
from reestr.records.record import RecordsByKind
from reestr.records.redaction import Edition
from reestr.records.validation import placement, suggestions
from reestr.records.validation.formats import is_week
from reestr.registry.addresses import Address, NetworkRules, read_address
from reestr.wording.plain_text import folded, stripped

_MARK, _HINT, _KEY = "mark", "hint", "key:"


@dataclass(frozen=True, slots=True)
class _Meta:
    """The workbook's metadata: its edition, and the columns of each sheet at the export."""

    edition: Edition
    columns: Mapping[str, Sequence[str]]


def read_own(tables: Sequence[SheetTable], records: RecordsByKind, networks: Sequence[NetworkRules]) -> Intake:
    """Return the content of our own workbook. Raises UnreadableFileError if none of its sheets is known."""
    intake = Intake()
    meta = _meta(tables)
    planned = sheets(meta.edition if meta is not None else "internal", lists_of_records(records))
    found = _found(tables, planned, intake)
    if not found:
        raise UnreadableFileError("not-ours", sheets=suggestions.listed([f"«{sheet.name}»" for sheet in planned]))
    reader = RowReader(records, networks, intake)
    # New accounts, on a sheet of their own, precede the counts of the week.
    for sheet in sorted(planned, key=lambda sheet: sheet.is_of_one_week):
        if sheet.key in found:
            # A sheet with problems does not stop the reading of the others.
            _read_sheet(sheet, found[sheet.key], meta, reader, intake)
    return intake


def _meta(tables: Sequence[SheetTable]) -> _Meta | None:
    hidden = next((table for table in tables if table.name == HIDDEN), None)
    if hidden is None or not hidden.rows or len(hidden.rows[0]) < 3:
        return None
    _, version, edition = (shown(cell) for cell in hidden.rows[0][:3])
    if version != str(VERSION):
        raise UnreadableFileError("other-version")
    columns = {shown(row[0]): shown(row[1]).split() for row in hidden.rows[1:] if len(row) > 1}
    return _Meta("public" if edition == "public" else "internal", columns)


def _found(tables: Sequence[SheetTable], planned: Sequence[Sheet], intake: Intake) -> Mapping[str, SheetTable]:
    """Return sheet -> its table, by the sheet's name; a CSV file has no name and is recognized by its headers."""
    by_name = {folded(sheet.name): sheet for sheet in planned}
    found: dict[str, SheetTable] = {}
    strangers = []
    for table in tables:
        sheet = by_name.get(folded(table.name))
        if sheet is not None:
            found[sheet.key] = table
        elif table.name != HIDDEN and folded(table.name) != folded(word(f"sheets.{ABOUT}.name")) and table.rows:
            strangers.append(table)
    for table in strangers:
        others = [sheet for sheet in planned if sheet.key not in found and not sheet.is_of_one_week]
        sheet = _likely(table, others)
        if sheet is not None and not table.name:
            found[sheet.key] = table
        elif sheet is not None:
            intake.problems.append(problem("sheet-renamed", table.place(1, 1), sheet=table.name, meant=sheet.name))
        elif table.name:
            intake.remarks.append(word("remarks.sheet", sheet=table.name))
    return found


def _likely(table: SheetTable, planned: Sequence[Sheet]) -> Sheet | None:
    """Return the sheet whose headers a table has: all key columns and most of the others."""
    best: tuple[float, Sheet] | None = None
    for sheet in planned:
        heads = find_headers(table, _names(sheet))
        if all(_KEY + key in heads.columns for key in sheet.keys):
            share = len(heads.columns) / max(sum(cell.value is not None for cell in row_of(table, heads.row)), 1)
            if share >= 0.5 and (best is None or share * len(heads.columns) > best[0]):
                best = (share * len(heads.columns), sheet)
    return None if best is None else best[1]


def _names(sheet: Sheet) -> dict[str, Sequence[str]]:
    """Return the accepted names of each column of a sheet."""
    keys = [(_KEY + key, [title, key]) for key, title in zip(sheet.keys, sheet.key_titles, strict=True)]
    columns = [(column.name, [column.title, column.name]) for column in sheet.columns]
    return titles_of([*keys, *columns, (_MARK, [word("mark")]), (_HINT, [word("hint.title")])])


def _read_sheet(sheet: Sheet, table: SheetTable, meta: _Meta | None, reader: RowReader, intake: Intake) -> None:
    names = _names(sheet)
    heads = find_headers(table, names)
    heads = judge_heads(table, heads, names, intake)
    missing = [
        title for key, title in zip(sheet.keys, sheet.key_titles, strict=True) if _KEY + key not in heads.columns
    ]
    if missing:
        renamed = {item.place.row for item in intake.problems if item.place and item.place.order == table.order}
        if heads.row not in renamed:
            where = table.place(heads.row, 1)
            intake.problems.append(problem("no-key", where, sheet=table.name or word("csv"), names=missing))
        return
    known = [column for column in sheet.columns if column.name in heads.columns]
    absent = [column.title for column in sheet.columns if column.name not in heads.columns]
    if absent:
        text = suggestions.listed([f"«{title}»" for title in absent], limit=4)
        intake.remarks.append(word("remarks.absent", sheet=table.name or word("csv"), names=text))
    exported = meta.columns.get(sheet.key) if meta is not None else None
    marked = exported is not None and _MARK in heads.columns and {column.name for column in known} >= set(exported)
    merged = merged_rows(table, heads, intake)
    report_hidden(table, heads, intake)
    compared = tuple(column for column in known if column.name in (exported or ()))
    layout = _Layout(
        replace(sheet, columns=tuple(known)),
        replace(sheet, columns=compared) if marked else None,
        tuple(heads.columns[_KEY + key] for key in sheet.keys),
        tuple((column, heads.columns[column.name]) for column in known),
        heads.columns[_MARK] if marked else 0,
        frozenset(column.path for column in compared),
    )
    for number, cells in enumerate(table.rows[heads.row :], start=heads.row + 1):
        if number not in merged:
            _read_row(layout, table, number, cells, reader)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of a sheet in a table, counted from 1; `mark` is 0 if the table has no marks."""

    sheet: Sheet
    compared: Sheet | None
    keys: Sequence[int]
    columns: Sequence[tuple[SheetColumn, int]]
    mark: int
    marked: frozenset[tuple[str, ...]]


def _read_row(layout: _Layout, table: SheetTable, number: int, cells: Sequence[SheetCell], reader: RowReader) -> None:
    width = len(cells)
    keys = tuple(cells[place - 1] if place <= width else EMPTY for place in layout.keys)
    read = {}
    for column, place in layout.columns:
        if place <= width and (cell := cells[place - 1]) is not EMPTY:
            value = read_cell(column, cell, reader.words(column))
            if value is not None:
                read[column.path] = value
    if not read and all(key is EMPTY for key in keys):
        return
    stored = shown(cells[layout.mark - 1]) if 0 < layout.mark <= width else ""
    row = SheetRow(layout.sheet, layout.compared, keys, read, stored, table, number, layout.keys, layout.columns)
    if stored and _is_untouched(layout, row):
        reader.pass_over(row)
    else:
        reader.read(row)


def _is_untouched(layout: _Layout, row: SheetRow) -> bool:
    """Return whether a row is as exported; a value in a column that did not exist at the export counts as a change."""
    if any(isinstance(value, Fault) or path not in layout.marked for path, value in row.read.items()):
        return False
    return row.stored == mark(layout.sheet, [shown(key) for key in row.keys], row.read)


def merged_rows(table: SheetTable, heads: Headers, intake: Intake, without: Collection[int] = ()) -> set[int]:
    """Report merged cells and return the numbers of their rows, since it is unknown which row the values belong to.

    Merged cells that begin in a row of `without` are neither reported nor returned.
    """
    rows: set[int] = set()
    columns = set(heads.columns.values())
    for first, left, last, right in table.merged:
        if first not in without and last > heads.row and any(left <= column <= right for column in columns):
            cells = f"{table.place(first, left).cell}:{table.place(last, right).cell}"
            intake.problems.append(problem("merged", table.place(max(first, 1), left), cells=cells))
            rows.update(range(first, min(last, len(table.rows)) + 1))
    return rows


def report_hidden(table: SheetTable, heads: Headers, intake: Intake) -> None:
    """Report hidden rows, which are imported like the others."""
    hidden = [row for row in table.hidden if heads.row < row <= len(table.rows)]
    if hidden:
        name = table.name or word("csv")
        intake.remarks.append(word("remarks.hidden", sheet=name, count=len(hidden), rows=ranges(hidden)))


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
        if sheet.is_of_weeks:
            self._week(rows, sheet, key, item, read, places)
        else:
            self._entries(rows, sheet, path, read, places)

    def _is_first(self, row: SheetRow, key: tuple[str, ...]) -> bool:
        """Return whether no row above has the same record; a row without a record yet is always the first."""
        if not key[-1]:
            return True
        earlier = self._seen.setdefault((row.sheet.rows_of, *key), row)
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
        """Return the id of a new record; None, with a problem reported, if there is none or another record has it."""
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
        if sheet.is_of_weeks:
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
        """Add a week.

        A row without any number means that the week was not counted; beside other numbers a blank cell means zero.
        """
        path = ("weeks", key[1])
        if sheet.is_of_one_week or self._is_given(read, key, item):
            read = self._without_given(sheet, read, key, item)
        counted = any(read.get(column.path) is not None for column in sheet.columns if column.path[0] in sheet.counted)
        if not counted:
            others = [column for column in sheet.columns if read.get(column.path) is not None]
            if others:
                self._problem("week-without-counts", places[others[0].path], others[0].title, week=key[1])
            elif item is not None:
                rows.gone.append(path)
            elif not rows.entries and not rows.gone:
                # A row without numbers creates no record.
                del self._intake.records[rows.kind, rows.id]
            return
        silent = {
            column.path: None
            for column in sheet.columns
            if column.path[0] in sheet.counted and read.get(column.path) == 0 and at(item, column.path) is None
        }
        first = places[sheet.columns[0].path]
        rows.entries.append(CellValue(path, {}, first, word("keys.week.title")))
        self._entries(rows, sheet, path, {**read, **silent}, places)

    def _is_given(self, read: Read, key: tuple[str, ...], item: Any) -> bool:
        """Return whether the row of a week that was not counted has the source that the workbook was written with."""
        return item is None and read.get((SOURCE,)) == given_source(self._records, key[0], key[1])[SOURCE,]

    def _without_given(self, sheet: Sheet, read: Read, key: tuple[str, ...], item: Any) -> Read:
        """Return the row of a week without the source that was filled in beforehand.

        It stays where it is needed: in a row with numbers whose year has no source or another one.
        """
        year = self._records["activity"].get(f"{key[0]}/{key[1][:4]}")
        of_year = None if year is None else year.data.get(SOURCE)
        is_counted = any(path[0] in sheet.counted for path in read)
        is_said = at(item, (SOURCE,)) is not None or read.get((SOURCE,)) != of_year
        return read if is_counted and is_said else {path: value for path, value in read.items() if path != (SOURCE,)}

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
    """Return the id of a new account, made from its organization and its network; None if either is unknown.

    A missing network is taken from the address.
    """
    if not isinstance(network, str) and isinstance(url, str):
        read = read_address(url, networks)
        network = read.network if isinstance(read, Address) else None
    if not isinstance(organization, str) or not isinstance(network, str):
        return None
    return placement.joined_id((organization, network))


STAND_IN = "?"
"""The placeholder of a wrong value: the field exists, and no schema takes it for a date, a number or a word."""
