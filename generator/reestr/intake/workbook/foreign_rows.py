"""Reads the rows of a foreign register: finds the record of each row by its identifiers, and the values of the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reestr.intake.workbook.cell_values import Fault, read_cell, shown
from reestr.intake.workbook.mapping import MappedColumn, RegisterMapping
from reestr.intake.workbook.page_cells import pages_in
from reestr.intake.workbook.rows import CellValue, Intake, RecordRows, ranges
from reestr.intake.workbook.sheets import word
from reestr.intake.workbook.table import CellPlace, SheetCell, problem
from reestr.records.record import RecordsByKind
from reestr.records.validation import placement, suggestions
from reestr.records.validation.formats import is_inn, is_kpp, is_ogrn
from reestr.registry.addresses import Address, NetworkRules, read_address
from reestr.registry.look_alikes import skeleton
from reestr.wording.plain_text import folded

_STAND_IN = "?"

Path = tuple[str, ...]
RowKey = tuple[str, Path]
Identity = tuple[str, str, Any]

_NETWORK: RowKey = ("account", ("network",))
_IDENTIFIERS: Mapping[str, Sequence[str]] = {
    "organization": ("inn", "ogrn", "name"),
    "account": ("url", "numeric_id"),
}
_FITS: Mapping[str, Callable[[str], bool]] = {"inn": is_inn, "ogrn": is_ogrn, "kpp": is_kpp, "numeric_id": str.isdigit}


@dataclass(frozen=True, slots=True)
class ForeignCell:
    """A cell of the row with the column that explains it."""

    column: MappedColumn
    cell: SheetCell
    place: CellPlace
    title: str


@dataclass(frozen=True, slots=True)
class _Value:
    value: Any
    place: CellPlace
    title: str
    wrong: bool


class ForeignRows:
    """Reads the rows of one register into an intake; rows must come in the order of the register."""

    def __init__(
        self, mapping: RegisterMapping, records: RecordsByKind, networks: Sequence[NetworkRules], intake: Intake
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
        self._known: dict[Identity, list[str]] = {}
        for kind in ("organization", "account"):
            for record in records[kind].values():
                for name in ("id", *_IDENTIFIERS[kind]):
                    value = record.id if name == "id" else record.data.get(name)
                    if value is not None:
                        self._known.setdefault(_identity(kind, name, value, record.data.get("network")), []).append(
                            record.id
                        )
        self._tidied = 0
        self._homeless: dict[str, list[int]] = {}
        self._said: dict[tuple[str, str, Path], _Value] = {}

    def read(self, given: Mapping[RowKey, Sequence[ForeignCell]], place: CellPlace) -> None:
        """Add one row to the intake.

        `given` maps a field to its cells. Several columns may give one field: several pages, or the same value more
        than once.
        """
        self._intake.rows += 1
        read = {key: self._one_of(items) for key, items in given.items() if key[0] == "organization"}
        organization = self._organization(read, place)
        if organization is None:
            return
        fields = {key: items for key, items in given.items() if key[0] == "account" and key[1] != ("url",)}
        named = self._said_network(fields.get(_NETWORK, ()))
        pages = [page for item in given.get(("account", ("url",)), ()) for page in self._pages(item, named)]
        filled = [item for items in fields.values() for item in items if is_filled(item)]
        if len(pages) > 1:
            owned = [item for item in filled if item.column.column and item.column.column.path != ("network",)]
            if owned:
                self._problem("whose-page", owned[0].place, owned[0].title, other=(pages[0].place,))
                return
        marks = [
            item for item in filled if item.column.column and item.column.column.path in (("numeric_id",), ("id",))
        ]
        if pages or marks:
            of_account = {path: self._one_of(items) for (_, path), items in fields.items()}
            for page in pages or (None,):
                values_read = dict(of_account) if page is None else {**of_account, ("url",): page}
                self._account(values_read, organization, page or _Value(None, marks[0].place, marks[0].title, False))
        else:
            for item in filled:
                self._homeless.setdefault(item.title, []).append(item.place.row)

    def finish(self) -> None:
        """Add remarks: how many addresses became canonical, and which cells describe a page that their row does not
        name.
        """
        if self._tidied:
            self._intake.remarks.append(word("remarks.canonical", count=self._tidied))
        if self._homeless:
            cells = [f"«{title}» — {ranges(rows, most=len(rows))}" for title, rows in self._homeless.items()]
            self._intake.remarks.append(word("remarks.no-page", cells="; ".join(cells)))

    def _one_of(self, items: Sequence[ForeignCell]) -> _Value:
        """Return the value of the first filled cell of a field; report a problem if another cell has another value."""
        filled = [item for item in items if is_filled(item)] or items[:1]
        values_read = [self._value(item) for item in filled]
        first = values_read[0]
        for other in values_read[1:]:
            if not first.wrong and not other.wrong and other.value != first.value:
                self._problem("two-values", other.place, other.title, other=(first.place,), names=first.title)
        return first

    def _pages(self, given: ForeignCell, network: str | None) -> Sequence[_Value]:
        """Return the pages that a cell names, in its order; none if it is blank, a placeholder if it is faulty."""
        text = self._read_cell(given)
        if not isinstance(text, str):
            if isinstance(text, Fault):
                return (self._value(given),)
            return ()
        found = pages_in(given.cell, text, self._networks, self._names, network)
        if found.fault is not None:
            self._intake.problems.append(problem(found.fault.key, given.place, given.title, found.fault.said))
            return (_Value(_STAND_IN, given.place, given.title, True),)
        self._tidied += found.tidied
        return [_Value(address, given.place, given.title, False) for address in found.addresses]

    def _said_network(self, items: Sequence[ForeignCell]) -> str | None:
        found = [value for item in items if isinstance(value := self._read_cell(item), str)]
        return found[0] if found else None

    def _read_cell(self, given: ForeignCell) -> Any:
        column = given.column.column
        assert column is not None
        if given.column.kind == "account" and column.path == ("network",):
            return self._network(given)
        if given.column.kind == "account" and column.path == ("url",):
            # `pages_in` compares the target of the link with the text of the cell.
            return read_cell(column, replace(given.cell, link=""), given.column.words)
        return read_cell(column, given.cell, given.column.words)

    def _value(self, given: ForeignCell) -> _Value:
        column = given.column.column
        assert column is not None
        value = self._read_cell(given)
        if isinstance(value, Fault):
            self._intake.problems.append(problem(value.key, given.place, given.title, value.said))
            stand_in: Any = (
                next(iter(self._records["network"]), _STAND_IN) if column.path == ("network",) else _STAND_IN
            )
            return _Value(stand_in, given.place, given.title, True)
        return _Value(value, given.place, given.title, False)

    def _network(self, given: ForeignCell) -> Any:
        words = {**given.column.words, **self._names}
        text = folded(shown(given.cell))
        if not text or text in words:
            return words.get(text)
        known = [str(record.data["name"]) for record in self._records["network"].values()]
        return Fault("network", {"given": suggestions.shown(shown(given.cell)), "allowed": suggestions.listed(known)})

    def _organization(self, read: Mapping[RowKey, _Value], place: CellPlace) -> str | None:
        """Add the row to the record of its organization, and return the id of the organization.

        Report a problem and return None if the row may belong to several organizations, or if it contradicts an earlier
        row or the record that has its identifiers.
        """
        values_read = {path: item for (_, path), item in read.items()}
        names = self._mapping.identify["organization"]
        identity = self._identity(values_read, "organization", names)
        full, short = values_read.get(("name",)), values_read.get(("short_name",))
        if short is not None and full is not None and short.value == full.value:
            # A short name equal to the full name is left out.
            del values_read[("short_name",)]
        where = next((values_read[(name,)] for name in (*names, "name") if (name,) in values_read), None)
        matched = self._matched(values_read, identity)
        if len(matched) > 1:
            self._problem(
                "several-organizations",
                place if where is None else where.place,
                "" if where is None else where.title,
                ids=suggestions.listed(matched),
            )
            return None
        found = matched[0] if matched else None
        unnamed = False
        if found is None:
            found = self._new_organization(values_read, where, place)
            unnamed = found is None
            found = found or self._stand_in("organization", place)
        elif self._is_another(found, values_read) or self._contradicts(
            found, values_read, identity, place if where is None else where.place
        ):
            return None
        for key in identity:
            ids = self._known.setdefault(key, [])
            if found not in ids:
                ids.append(found)
        self._enter("organization", found, values_read, place if where is None else where.place, unnamed=unnamed)
        return found

    def _matched(self, read: Mapping[Path, _Value], identity: Sequence[Identity]) -> Sequence[str]:
        """Return the ids of the organizations that the row may belong to, by its first identifier that matches any.

        A branch has the INN and OGRN of its parent organization: if several organizations match, KPP, INN, OGRN and
        name of the row decide between them. An organization with another KPP is no match; if it was found by its name,
        it is no match with another INN either.
        """
        for key in identity:
            ids = self._known.get(key, ())
            for name in ("kpp", "inn", "ogrn", "name") if len(ids) > 1 else ():
                item = read.get((name,))
                if item is not None and item.value is not None and not item.wrong:
                    wanted = _identity("organization", name, item.value)
                    fitting = [one for one in ids if self._holds(one, name, wanted)]
                    ids = fitting or ids
            tell_apart = ("kpp",) if key[1] in ("inn", "ogrn") else ("inn", "kpp") if key[1] == "name" else ()
            ids = [one for one in ids if not any(self._differs(one, name, read) for name in tell_apart)]
            if ids:
                return ids
        return ()

    def _held(self, identifier: str, name: str) -> Any:
        """Return a field of an organization from its record, otherwise from an earlier row; None if unknown."""
        record = self._records["organization"].get(identifier)
        if record is not None:
            return record.data.get(name)
        said = self._said.get(("organization", identifier, (name,)))
        return None if said is None or said.wrong else said.value

    def _holds(self, identifier: str, name: str, wanted: Identity) -> bool:
        held = self._held(identifier, name)
        return held is not None and _identity("organization", name, held) == wanted

    def _differs(self, identifier: str, name: str, read: Mapping[Path, _Value]) -> bool:
        item, held = read.get((name,)), self._held(identifier, name)
        return (
            item is not None
            and not item.wrong
            and held is not None
            and _is_identifier("organization", name, item.value)
            and item.value != held
        )

    def _is_another(self, found: str, read: Mapping[Path, _Value]) -> bool:
        """Report and return whether the record that matches a row has another INN or OGRN."""
        if found not in self._records["organization"]:
            return False
        for name in ("inn", "ogrn"):
            if self._differs(found, name, read):
                item = read[(name,)]
                self._problem("other-identifier", item.place, item.title, id=found, known=self._held(found, name))
                return True
        return False

    def _stand_in(self, kind: str, place: CellPlace) -> str:
        """Return a placeholder id that no record has, so that the rest of the row can be checked."""
        name = f"row-{place.row}-{place.column}"
        while name in self._records[kind] or (kind, name) in self._intake.records:
            name += "-x"
        return name

    def _new_organization(self, read: dict[Path, _Value], where: _Value | None, place: CellPlace) -> str | None:
        """Return the id of a new organization; None, with a problem reported, if the row gives none."""
        names = self._mapping.identify["organization"]
        filled = [item for path, item in read.items() if path[0] in names and item.value not in (None, "")]
        if not filled:
            self._problem(
                "no-identity", place if where is None else where.place, "", names=suggestions.listed(list(names))
            )
            return None
        wrong = any(item.wrong for item in filled)
        given = read.get(("id",))
        source = given if given is not None and given.value else read.get(("short_name",))
        if source is None or not isinstance(source.value, str) or source.wrong:
            source = read.get(("name",))
        if source is None or not isinstance(source.value, str) or source.wrong:
            if not wrong:
                shown = read.get(("name",)) or where or _Value(None, place, "", False)
                self._problem("no-name", shown.place, shown.title)
                read[("name",)] = _Value(_STAND_IN, shown.place, shown.title, True)
            return None
        meant = proposed_id(source.value)
        if meant is None or (source is given and not placement.is_id(source.value)):
            ready = "" if meant is None else word("ready", value=meant)
            self._problem("bad-id", source.place, source.title, given=suggestions.shown(source.value), ready=ready)
            return None
        if source is given:
            meant = source.value
        earlier = self._intake.records.get(("organization", meant))
        if meant in self._records["organization"] or earlier is not None:
            other = () if earlier is None else (earlier.place,)
            self._problem("foreign-id-taken", source.place, source.title, other=other, given=meant)
            return None
        return meant

    def _account(self, read: dict[Path, _Value], organization: str, page: _Value) -> None:
        place, title = page.place, page.title
        url = read.get(("url",))
        address = None
        if url is not None and isinstance(url.value, str) and not url.wrong:
            known = read_address(url.value, self._networks)
            address = known if isinstance(known, Address) else None
        network = read.get(("network",))
        if network is None or network.value is None:
            number = next(iter(self._records["network"]), _STAND_IN)
            # The network of an invalid address is unknown; only the address is reported.
            value = number if address is None else address.network
            network = read[("network",)] = _Value(value, place, title, address is None)
        read[("organization",)] = _Value(organization, place, title, False)
        names = self._mapping.identify.get("account", ("url",))
        identity = self._identity(read, "account", names)
        matched = [one for key in identity for one in self._known.get(key, ())]
        found = matched[0] if matched else None
        earlier = self._intake.records.get(("account", found)) if found is not None else None
        if earlier is not None:
            self._problem("page-twice", place, title, other=(earlier.place,))
            return
        unnamed = False
        if found is None:
            by_name = placement.joined_id((organization, str(network.value)))
            # Without an identifier the page gets no id: the id made of organization and network may be another page's.
            new = self._new_account(read, by_name, place, title) if identity or ("id",) in read else None
            unnamed = new is None or self._is_unnamed("organization", organization)
            found = new or self._stand_in("account", place)
        elif self._records["account"][found].data["organization"] != organization:
            owner = self._records["account"][found].data["organization"]
            self._problem("other-owner", place, title, owner=owner, id=found)
            return
        for key in identity:
            self._known.setdefault(key, []).append(found)
        self._enter("account", found, read, place, unnamed=unnamed)

    def _is_unnamed(self, kind: str, identifier: str) -> bool:
        rows = self._intake.records.get((kind, identifier))
        return rows is not None and rows.unnamed

    def _new_account(self, read: Mapping[Path, _Value], meant: str | None, place: CellPlace, title: str) -> str | None:
        given = read.get(("id",))
        if given is not None and isinstance(given.value, str) and not given.wrong:
            meant, place, title = given.value, given.place, given.title
        if meant is None or not placement.is_id(meant):
            self._problem("bad-id", place, title, given=suggestions.shown(meant or ""), ready="")
            return None
        earlier = self._intake.records.get(("account", meant))
        if meant in self._records["account"] or earlier is not None:
            other = () if earlier is None else (earlier.place,)
            self._problem("account-exists", place, title, other=other, id=meant)
            return None
        return meant

    def _identity(self, read: Mapping[Path, _Value], kind: str, names: Sequence[str]) -> list[Identity]:
        """Return the valid identifiers of a row in the order of `names`; a page's number needs a known network."""
        network = read.get(("network",))
        found = []
        for name in names:
            item = read.get((name,))
            if item is None or item.wrong or not _is_identifier(kind, name, item.value):
                continue
            if name == "url" and not isinstance(read_address(item.value, self._networks), Address):
                continue
            if name == "numeric_id" and (network is None or network.wrong):
                continue
            found.append(_identity(kind, name, item.value, None if network is None else network.value))
        return found

    def _enter(
        self, kind: str, identifier: str, read: Mapping[Path, _Value], place: CellPlace, *, unnamed: bool = False
    ) -> None:
        record = self._records[kind].get(identifier)
        rows = self._intake.of(kind, identifier, None if record is None else record.file, place, removes=False)
        rows.unnamed = rows.unnamed or unnamed
        for path, item in read.items():
            if path == ("id",) or self._is_said(rows, path, item):
                continue
            rows.entries.append(CellValue(path, item.value, item.place, item.title, item.wrong))
        if record is None:
            known = {entry.path for entry in rows.entries if entry.value is not None}
            for path, value in self._mapping.new[kind].items():
                if path not in known:
                    rows.entries.append(CellValue(path, value, place, ""))

    def _contradicts(
        self, found: str, read: Mapping[Path, _Value], identity: Sequence[Identity], place: CellPlace
    ) -> bool:
        """Report and return whether an earlier row of the same organization gives another value of a field.

        Then one of the two rows describes another organization.
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
                for _, name, *_ in identity
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

    def _is_said(self, rows: RecordRows, path: Path, item: _Value) -> bool:
        """Return whether an earlier row has given the same field; otherwise remember that this row gives it."""
        return item.value is not None and self._said.setdefault((rows.kind, rows.id, path), item) is not item

    def _problem(
        self, key: str, place: CellPlace, title: str, *, other: tuple[CellPlace, ...] = (), **said: object
    ) -> None:
        self._intake.problems.append(problem(key, place, title, said, other=other))


def is_filled(given: ForeignCell) -> bool:
    """Return whether a cell has a value, valid or not."""
    assert given.column.column is not None
    return read_cell(given.column.column, given.cell, given.column.words) is not None


def proposed_id(name: str) -> str | None:
    """Return an id made from the name of an organization; None if the name has no letter or digit for it.

    The id is made from the quoted part of the name, if there is one.
    """
    return placement.organization_id(_in_quotes(name) or name) or placement.organization_id(name)


def _in_quotes(name: str) -> str:
    """Return the text between the first and the last quotation mark; "" if there is none."""
    pairs = [(name.find(opening), name.rfind(closing)) for opening, closing in ("«»", '""')]
    return next((name[start + 1 : end] for start, end in sorted(pairs) if 0 <= start < end - 1), "")


def _identity(kind: str, name: str, value: Any, network: Any = None) -> Identity:
    """Return an identifier in the form in which identifiers are compared.

    Names are compared without letter case, blanks, quotes and the difference between look-alike letters. The number of
    a page is compared within its network only.
    """
    if name == "name":
        value = skeleton(folded(str(value)))
    return kind, name, (network, value) if name == "numeric_id" else value


def _is_identifier(kind: str, name: str, value: Any) -> bool:
    """Return whether a value is a valid identifier of the given name."""
    if not isinstance(value, str):
        return False
    if name == "id":
        return placement.is_id(value)
    fits = _FITS.get(name)
    return any(map(str.isalnum, value)) if fits is None else fits(value)
