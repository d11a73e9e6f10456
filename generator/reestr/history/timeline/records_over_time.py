"""The records of a commit, updated from one commit to the next by the changed files."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from reestr.history.diff.lookup import RegistryLookup
from reestr.history.git import FileChange
from reestr.records import reader
from reestr.records.editing.fixing import carried_over
from reestr.records.kinds import KINDS, records_concerned
from reestr.records.loading.assemble import pending_networks, prepared_notices, put_together
from reestr.records.loading.city_lists import lists_of
from reestr.records.loading.record_sources import fingerprint_of, is_ignored
from reestr.records.record import Record, RecordKey
from reestr.records.redaction import Edition, for_edition
from reestr.records.validation import placement, schema
from reestr.registry.account import ActivityYear
from reestr.registry.lists import CityLists
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry

_NOTHING: Mapping[RecordKey, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TouchedRecords:
    """What a commit changed in the data of an edition: the records before and after, and the organizations concerned.

    `kinds` are the kinds of the city's own records among them, `requirements` the requirements.
    """

    before: Mapping[RecordKey, Any]
    after: Mapping[RecordKey, Any]
    organizations: frozenset[str]
    kinds: frozenset[str]
    requirements: frozenset[str]
    records_before: Mapping[RecordKey, Record | None]


@dataclass(slots=True)
class CommitRecords:
    """All records of one commit.

    `unreadable` are the files that are not readable records; their records stay as they were last known. `hashes` is
    the SHA-256 (hex) of each file, "" if its content is missing.
    """

    edition: Edition
    records: dict[RecordKey, Record] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    _lists: CityLists | None = None
    hashes: dict[str, str] = field(default_factory=dict)
    _files: dict[str, RecordKey] = field(default_factory=dict)
    _shared: set[RecordKey] = field(default_factory=set)
    _owned: dict[str, set[RecordKey]] = field(default_factory=dict)
    _counts: dict[str, set[RecordKey]] = field(default_factory=dict)

    def apply(self, changes: Iterable[FileChange], contents: Mapping[str, bytes]) -> TouchedRecords:
        """Advance to the next commit, given its changed files and the bytes of their new blobs."""
        # The lists of the commit first: the other records are read by them.
        relevant = sorted((change for change in changes if not is_ignored(change.name)), key=_is_of_others)
        for change in relevant:
            self._note_hash(change, contents)
        read = [(change, self._read(change, contents)) for change in relevant]
        keys = {entry.key for _, entry in read if entry is not None}
        keys |= {self._files[change.name] for change, _ in read if change.name in self._files}
        before = {key: self.records.get(key) for key in keys}
        # Removals first, then additions: a file moved to another folder is still the same record.
        for change, _ in read:
            if change.after is None:
                self.unreadable.discard(change.name)
                self._drop(change.name)
        for change, entry in read:
            if entry is not None:
                self._put(entry)
            elif change.after is not None and placement_of(change.name) is not None:
                self.unreadable.add(change.name)
        return self._touched(before, {key: self.records.get(key) for key in keys})

    def _note_hash(self, change: FileChange, contents: Mapping[str, bytes]) -> None:
        if not change.after or not change.name.isprintable():
            # Removed, no regular file, or no name that a list could show: not among the records.
            self.hashes.pop(change.name, None)
            return
        content = contents.get(change.after)
        self.hashes[change.name] = "" if content is None else hashlib.sha256(content).hexdigest()

    def fingerprint(self) -> str:
        """Return the hash of all files of this commit, see `fingerprint_of`; "" if the content of one is missing."""
        return fingerprint_of(self.hashes) if all(self.hashes.values()) else ""

    def _touched(
        self, before: Mapping[RecordKey, Record | None], after: Mapping[RecordKey, Record | None]
    ) -> TouchedRecords:
        differing = [key for key in before if _differ(before[key], after[key])]
        organizations: set[str] = set()
        for key in differing:
            for entry in (before[key], after[key]):
                if entry is not None:
                    organizations.update(self._concerned(entry))
        return TouchedRecords(
            _models(before, differing),
            _models(after, differing),
            frozenset(organizations),
            frozenset(kind for kind, _ in differing if KINDS[kind].of_city),
            frozenset(identifier for kind, identifier in differing if kind == "requirement"),
            before,
        )

    def _concerned(self, entry: Record) -> Iterator[str]:
        for kind, identifier in records_concerned(entry.kind, entry.id, entry.data):
            if kind == "organization":
                yield identifier
            else:
                yield from self._owner_of_account(identifier)

    def _owner_of_account(self, account: str) -> Iterator[str]:
        entry = self.records.get(("account", account))
        if entry is not None:
            yield from owners(entry)

    def _read(self, change: FileChange, contents: Mapping[str, bytes]) -> Record | None:
        place = placement_of(change.name)
        if change.after is None or place is None:
            return None
        content = contents.get(change.after)
        if content is None:
            return None
        if place.kind == "requirement":
            content = carried_over(content)
        document, problems = reader.read(content, change.name)
        if document is None or problems or not schema.fits(place.kind, document.data, self._lists):
            return None
        data: Mapping[str, Any] = document.data
        if place.kind == "registry":
            self._lists = lists_of(data)
        if data.get("draft") is True:
            names = ("draft", *KINDS[place.kind].of_draft.get(self.edition, ()))
            return Record(place.kind, place.id, change.name, {name: data[name] for name in names if name in data})
        return Record(place.kind, place.id, change.name, for_edition(place.kind, data, self.edition, self._lists) or {})

    def put(self, entry: Record) -> None:
        """Add a record from the cache."""
        if entry.kind == "registry":
            self._lists = lists_of(entry.data)
        self._put(entry)

    def _put(self, entry: Record) -> None:
        old = self.records.get(entry.key)
        if old is not None and old.file != entry.file and self._files.get(old.file) == entry.key:
            # If two files have the same id, the first by name counts as long as both exist.
            if old.file < entry.file:
                return
            del self._files[old.file]
        if old is not None:
            self._forget(old)
        self.unreadable.discard(entry.file)
        self.records[entry.key] = entry
        self._files[entry.file] = entry.key
        for owner in owners(entry):
            self._owned.setdefault(owner, set()).add(entry.key)
        if entry.kind == "activity":
            self._counts.setdefault(entry.id.rpartition("/")[0], set()).add(entry.key)
        elif KINDS[entry.kind].shared:
            self._shared.add(entry.key)

    def _drop(self, name: str) -> None:
        key = self._files.pop(name, None)
        if key is not None:
            self._forget(self.records.pop(key))

    def _forget(self, entry: Record) -> None:
        for owner in owners(entry):
            self._owned.get(owner, set()).discard(entry.key)
        if entry.kind == "activity":
            self._counts.get(entry.id.rpartition("/")[0], set()).discard(entry.key)
        self._shared.discard(entry.key)

    def registry(
        self, organizations: Collection[str] | None = None, instead: Mapping[RecordKey, Record | None] = _NOTHING
    ) -> Registry | None:
        """Return the registry of this commit, whole or with some organizations; None without settings or act.

        `instead` replaces entries by earlier ones, or by None if they did not exist: with the entries of
        `TouchedRecords` the result is the previous commit's registry. Accounts of a missing organization or in a
        missing network are left out.
        """
        keys = self.records.keys() if organizations is None else self._keys_of(organizations)
        entries = {key: self.records[key] for key in keys if key not in instead}
        entries.update((key, entry) for key, entry in instead.items() if entry is not None)
        built: dict[str, dict[str, Any]] = {}
        activity: dict[str, list[ActivityYear]] = {}

        def is_there(key: RecordKey) -> bool:
            entry = entries.get(key)
            return entry is not None and not (entry.draft or entry.withheld)

        for (kind, identifier), entry in entries.items():
            record = model_of(entry)
            if record is None:
                continue
            if kind == "activity":
                activity.setdefault(record.account, []).append(record)
            elif kind != "account" or (
                any(is_there(("organization", owner)) for owner in record.owners)
                and is_there(("network", record.network))
            ):
                built.setdefault(kind, {})[identifier] = record
        if "registry" not in built or "act" not in built:
            return None
        drafts = [entry for entry in entries.values() if entry.draft]
        return put_together(
            built,
            activity,
            pending_networks(
                (entry for entry in drafts if entry.kind == "account"), lambda name: is_there(("organization", name))
            ),
            prepared=prepared_notices((entry for entry in drafts if entry.kind == "notice"), _origin)
            if self.edition == "internal"
            else (),
        )

    def _keys_of(self, organizations: Collection[str]) -> set[RecordKey]:
        keys = set(self._shared)
        for organization in organizations:
            keys |= self._owned.get(organization, set())
        for kind, identifier in tuple(keys):
            if kind == "account":
                keys |= self._counts.get(identifier, set())
        return keys

    def lookup(self, touched: TouchedRecords) -> RegistryLookup:
        """Return the lookups for the changes of a commit."""
        records = {**touched.before, **touched.after}
        accounts = {identifier: record for (kind, identifier), record in records.items() if kind == "account"}
        organizations = {identifier: record for (kind, identifier), record in records.items() if kind == "organization"}
        for organization in touched.organizations:
            for key in (("organization", organization), *self._owned.get(organization, ())):
                if key[0] in ("organization", "account"):
                    known = accounts if key[0] == "account" else organizations
                    known.update((identifier, model) for (_, identifier), model in _models(self.records, [key]).items())
        networks = {key[1]: model_of(self.records[key]) for key in self._shared if key[0] == "network"}
        return RegistryLookup(organizations, accounts, networks, self._lists)


def model_of(record: Record) -> Any:
    """Return the registry record; None for a draft and for records that the edition may not hold."""
    if record.model is None and not (record.withheld or record.draft):
        # The past needs outcomes only, so no evidence lines are kept.
        record.model = KINDS[record.kind].build(record.data, _origin(record))
    return record.model


def _models(records: Mapping[RecordKey, Record | None], keys: Iterable[RecordKey]) -> dict[RecordKey, Any]:
    """Return the registry records of these keys, without drafts and records that the edition may not hold."""
    found = ((key, records.get(key)) for key in keys)
    return {key: model for key, record in found if record is not None and (model := model_of(record)) is not None}


def _origin(record: Record) -> Origin:
    return Origin(record.kind, record.id, record.file, {}, record.data)


def owners(record: Record) -> Iterator[str]:
    """Yield the organizations a record is about; for counts, the organization of the account."""
    if not KINDS[record.kind].shared:
        about = records_concerned(record.kind, record.id, record.data)
        yield from (identifier for kind, identifier in about if kind == "organization")


def _is_of_others(change: FileChange) -> bool:
    place = placement_of(change.name)
    return place is None or place.kind != "registry"


def placement_of(name: str) -> placement.RecordPlace | None:
    """Return the record that a file holds, from its name; None if it can hold none."""
    place = placement.place(name) if name.isprintable() else None
    return place if isinstance(place, placement.RecordPlace) else None


def _differ(before: Record | None, after: Record | None) -> bool:
    if before is None or after is None:
        return before is not after
    return before.data != after.data
