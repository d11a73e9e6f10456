"""Reads rows of a foreign register: finds the record of each row by its identifiers, and the row's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reestr.intake.workbook.cell_values import Fault, read_cell, shown
from reestr.intake.workbook.mapping import MappedColumn, RegisterMapping
from reestr.intake.workbook.rows import Entry, Intake, RecordRows
from reestr.intake.workbook.rows_out import Records
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import Cell, Place, problem
from reestr.records.validation import placement, suggestions
from reestr.registry.addresses import Address, NetworkRules, read_address
from reestr.wording.plain_text import folded

_STAND_IN = "?"

Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """A cell of the row with the column that explains it."""

    column: MappedColumn
    cell: Cell
    place: Place
    title: str


@dataclass(frozen=True, slots=True)
class _Value:
    value: Any
    place: Place
    title: str
    wrong: bool


class ForeignRows:
    """Reads the rows of one register, from the top."""

    def __init__(
        self, mapping: RegisterMapping, records: Records, networks: Sequence[NetworkRules], intake: Intake
    ) -> None:
        self._mapping = mapping
        self._records = records
        self._networks = networks
        self._intake = intake
        self._names = {
            folded(str(text)): record.id
            for record in records["network"].values()
            for text in (record.id, record.data["name"], record.data.get("short_name", record.id))
        }
        self._known: dict[tuple[str, str, Any], str] = {}
        for kind in ("organization", "account"):
            for record in records[kind].values():
                for name in ("inn", "ogrn", "name", "url", "numeric_id"):
                    if name in record.data:
                        self._known.setdefault((kind, name, _identity(name, record.data[name])), record.id)
        self._tidied = 0
        self._said: dict[tuple[str, str, tuple[str, ...]], _Value] = {}

    def read(self, given: Mapping[Key, Given], place: Place) -> None:
        """Read one row."""
        self._intake.rows += 1
        read = {key: self._value(item) for key, item in given.items() if key[0] == "organization"}
        organization = self._organization(read, place)
        if organization is None:
            return
        page = [item for name in ("url", "numeric_id", "id") if (item := given.get(("account", (name,)))) is not None]
        filled = [item for item in page if read_cell_is_there(item)]
        if filled:
            of_account = {key: self._value(item) for key, item in given.items() if key[0] == "account"}
            self._account(of_account, organization, filled[0].place, filled[0].title)

    def finish(self) -> None:
        """Report the values that were made canonical."""
        if self._tidied:
            self._intake.remarks.append(word("remarks.canonical", count=self._tidied))

    def _value(self, given: Given) -> _Value:
        column = given.column.column
        assert column is not None
        if given.column.kind == "account" and column.path == ("network",):
            value = self._network(given)
        else:
            value = read_cell(column, given.cell, given.column.words)
        if isinstance(value, Fault):
            self._intake.problems.append(problem(value.key, given.place, given.title, value.said))
            stand_in: Any = (
                next(iter(self._records["network"]), _STAND_IN) if column.path == ("network",) else _STAND_IN
            )
            return _Value(stand_in, given.place, given.title, True)
        return _Value(value, given.place, given.title, False)

    def _network(self, given: Given) -> Any:
        words = {**given.column.words, **self._names}
        text = folded(shown(given.cell))
        if not text or text in words:
            return words.get(text)
        known = [str(record.data["name"]) for record in self._records["network"].values()]
        return Fault("network", {"given": suggestions.shown(shown(given.cell)), "allowed": suggestions.listed(known)})

    def _organization(self, read: Mapping[Key, _Value], place: Place) -> str | None:
        """Return the id of the row's organization, creating or continuing its record; None if the row contradicts an
        earlier one.
        """
        values_read = {path: item for (_, path), item in read.items()}
        names = self._mapping.identify["organization"]
        identity = self._identity(values_read, "organization", names)
        found = next((self._known[key] for key in identity if key in self._known), None)
        full, short = values_read.get(("name",)), values_read.get(("short_name",))
        if short is not None and full is not None and short.value == full.value:
            # A short name equal to the full name is left out.
            del values_read[("short_name",)]
        where = next((values_read[(name,)] for name in (*names, "name") if (name,) in values_read), None)
        if found is None:
            found = self._new_organization(values_read, identity, where, place)
        elif self._contradicts(found, values_read, identity, place if where is None else where.place):
            return None
        for key in identity:
            self._known.setdefault(key, found)
        self._enter("organization", found, values_read, place if where is None else where.place)
        return found

    def _new_organization(
        self, read: dict[tuple[str, ...], _Value], identity: Sequence[tuple[str, str, Any]],
        where: _Value | None, place: Place,
    ) -> str:  # fmt: skip
        spare = f"row-{place.row}"
        wrong = any(item.wrong for path, item in read.items() if path[0] in self._mapping.identify["organization"])
        if not identity and not wrong:
            names = suggestions.listed(list(self._mapping.identify["organization"]))
            self._problem("no-identity", place if where is None else where.place, "", names=names)
            return spare
        given = read.get(("id",))
        source = given if given is not None and given.value else read.get(("short_name",))
        if source is None or not isinstance(source.value, str) or source.wrong:
            source = read.get(("name",))
        if source is None or not isinstance(source.value, str) or source.wrong:
            if not wrong:
                shown = read.get(("name",)) or where or _Value(None, place, "", False)
                self._problem("no-name", shown.place, shown.title)
                read[("name",)] = _Value(_STAND_IN, shown.place, shown.title, True)
            return spare
        meant = proposed_id(source.value)
        if meant is None or (source is given and not placement.is_id(source.value)):
            ready = "" if meant is None else word("ready", value=meant)
            self._problem("bad-id", source.place, source.title, given=suggestions.shown(source.value), ready=ready)
            return spare
        earlier = self._intake.records.get(("organization", meant))
        if meant in self._records["organization"] or earlier is not None:
            other = () if earlier is None else (earlier.place,)
            self._problem("foreign-id-taken", source.place, source.title, other=other, given=meant)
            return spare
        return meant

    def _account(self, read: Mapping[Key, _Value], organization: str, place: Place, title: str) -> None:
        values_read = {path: item for (_, path), item in read.items()}
        address = self._canonical(values_read)
        network = values_read.get(("network",))
        if network is None or network.value is None:
            number = next(iter(self._records["network"]), _STAND_IN)
            # The network of an invalid address is unknown; only the address is reported.
            value = number if address is None else address.network
            network = values_read[("network",)] = _Value(value, place, title, address is None)
        values_read[("organization",)] = _Value(organization, place, title, False)
        identity = self._identity(values_read, "account", self._mapping.identify.get("account", ("url",)))
        found = next((self._known[key] for key in identity if key in self._known), None)
        earlier = self._intake.records.get(("account", found)) if found is not None else None
        if earlier is not None:
            self._problem("page-twice", place, title, other=(earlier.place,))
            return
        if found is None:
            found = self._new_account(values_read, f"{organization}-{network.value}", place, title)
        elif self._records["account"][found].data["organization"] != organization:
            owner = self._records["account"][found].data["organization"]
            self._problem("other-owner", place, title, owner=owner, id=found)
            return
        for key in identity:
            self._known.setdefault(key, found)
        self._enter("account", found, values_read, place)

    def _new_account(self, read: Mapping[tuple[str, ...], _Value], meant: str, place: Place, title: str) -> str:
        given = read.get(("id",))
        spare = f"row-{place.row}-{place.column}"
        if given is not None and isinstance(given.value, str) and not given.wrong:
            meant, place, title = given.value, given.place, given.title
        if not placement.is_id(meant):
            if given is not None:
                self._problem("bad-id", place, title, given=suggestions.shown(meant), ready="")
            return spare
        earlier = self._intake.records.get(("account", meant))
        if meant in self._records["account"] or earlier is not None:
            other = () if earlier is None else (earlier.place,)
            self._problem("account-exists", place, title, other=other, id=meant)
            return spare
        return meant

    def _canonical(self, read: dict[tuple[str, ...], _Value]) -> Address | None:
        """Make the page address canonical and return it; None for an invalid one, which later checks explain."""
        item = read.get(("url",))
        if item is None or not isinstance(item.value, str) or item.wrong:
            return None
        address = read_address(item.value, self._networks)
        if not isinstance(address, Address):
            return None
        if address.canonical != item.value:
            self._tidied += 1
            read[("url",)] = _Value(address.canonical, item.place, item.title, False)
        return address

    def _identity(
        self, read: Mapping[tuple[str, ...], _Value], kind: str, names: Sequence[str]
    ) -> list[tuple[str, str, Any]]:
        found = []
        for name in names:
            item = read.get((name,))
            if item is not None and isinstance(item.value, str) and item.value and not item.wrong:
                found.append((kind, name, _identity(name, item.value)))
        return found

    def _enter(self, kind: str, identifier: str, read: Mapping[tuple[str, ...], _Value], place: Place) -> None:
        record = self._records[kind].get(identifier)
        rows = self._intake.of(kind, identifier, None if record is None else record.file, place, removes=False)
        for path, item in read.items():
            if path == ("id",) or self._is_said(rows, path, item):
                continue
            rows.entries.append(Entry(path, item.value, item.place, item.title, item.wrong))
        if record is None:
            known = {entry.path for entry in rows.entries if entry.value is not None}
            for path, value in self._mapping.new[kind].items():
                if path not in known:
                    rows.entries.append(Entry(path, value, place, ""))

    def _contradicts(
        self, found: str, read: Mapping[tuple[str, ...], _Value], identity: Sequence[tuple[str, str, Any]], place: Place
    ) -> bool:
        """Return whether an earlier row of the same organization contradicts this one, so that they may be two
        organizations.
        """
        earlier = {path: self._said.get(("organization", found, path)) for path in read}
        others = [
            (item, said)
            for path, item in read.items()
            if item.value is not None
            and not item.wrong
            and (said := earlier[path]) is not None
            and not said.wrong
            and said.value != item.value
        ]
        if not others:
            return False
        shared = next(
            (
                read[(name,)]
                for _, name, _ in identity
                if (said := earlier[(name,)]) and said.value == read[(name,)].value
            ),
            None,
        )
        self._problem(
            "row-conflict",
            place if shared is None else shared.place,
            "" if shared is None else shared.title,
            other=(others[0][1].place,),
            names=suggestions.listed([f"«{item.title}»" for item, _ in others]),
        )
        return True

    def _is_said(self, rows: RecordRows, path: tuple[str, ...], item: _Value) -> bool:
        """Return whether an earlier row already has the same field."""
        return item.value is not None and self._said.setdefault((rows.kind, rows.id, path), item) is not item

    def _problem(self, key: str, place: Place, title: str, *, other: tuple[Place, ...] = (), **said: object) -> None:
        self._intake.problems.append(problem(key, place, title, said, other=other))


def read_cell_is_there(given: Given) -> bool:
    """Return whether a cell has any content, even invalid content."""
    assert given.column.column is not None
    return read_cell(given.column.column, given.cell, given.column.words) is not None


def proposed_id(name: str) -> str | None:
    """Return an id made from an organization's name: from the part in quotes, if there is one."""
    return placement.id_meant(_in_quotes(name) or name) or placement.id_meant(name)


def _in_quotes(name: str) -> str:
    """Return the text between the first and the last quotation mark; "" if there is none."""
    pairs = [(name.find(opening), name.rfind(closing)) for opening, closing in ("«»", '""')]
    return next((name[start + 1 : end] for start, end in sorted(pairs) if 0 <= start < end - 1), "")


def _identity(name: str, value: Any) -> Any:
    """Return an identifier in the form used for comparison: names without letter case, blanks and quotes."""
    return folded(str(value)) if name == "name" else value
