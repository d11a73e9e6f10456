"""The records as they were in a commit, carried from one commit to the next by the files that changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from reestr.history.diff.lookup import Frame
from reestr.history.diff.references import Key
from reestr.history.git import FileChange
from reestr.records import reader
from reestr.records.kinds import KINDS, concerned
from reestr.records.loading.assemble import put_together
from reestr.records.loading.files import is_ignored
from reestr.records.loading.paperwork_records import prepared_notice
from reestr.records.redaction import Edition, for_edition
from reestr.records.validation import placement, schema
from reestr.registry.account import ActivityYear
from reestr.registry.origin import Origin
from reestr.registry.paperwork import PreparedNotice
from reestr.registry.registry import Registry

_NOTHING: Mapping[Key, Any] = MappingProxyType({})


@dataclass(slots=True)
class Entry:
    """A record in a commit: its file and blob, its data as the edition may hold them.

    `data` is None for a draft and for what the edition may not hold; `draft` holds what must be known of a draft.
    """

    name: str
    blob: str
    kind: str
    id: str
    data: Mapping[str, Any] | None
    draft: Mapping[str, Any] | None
    _built: Any = None

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.id

    @property
    def record(self) -> Any:
        """The record of the model; None where there is no data."""
        if self._built is None and self.data is not None:
            # Whoever judges the past asks for outcomes only: no verdict of it shows a line.
            self._built = KINDS[self.kind].build(self.data, Origin(self.kind, self.id, self.name, {}))
        return self._built

    def concerned(self) -> Iterator[Key]:
        """The organizations and accounts that it is about."""
        data = self.data if self.data is not None else self.draft
        return concerned(self.kind, self.id, data or {})

    def owner(self) -> Iterator[str]:
        """The organizations it is about and no other; those of counts are their account's."""
        if not KINDS[self.kind].shared:
            yield from (identifier for kind, identifier in self.concerned() if kind == "organization")


@dataclass(frozen=True, slots=True)
class Touched:
    """What a commit changed in the data of an edition: the records before and after, and whom that concerns.

    `kinds` are the kinds of the city's own records among them, `requirements` the requirements.
    """

    before: Mapping[Key, Any]
    after: Mapping[Key, Any]
    organizations: frozenset[str]
    kinds: frozenset[str]
    requirements: frozenset[str]
    entries_before: Mapping[Key, Entry | None]


@dataclass(slots=True)
class State:
    """All records of one commit. Files that cannot be read as records are in `unreadable`; the record they held stays
    as it was last known."""

    edition: Edition
    entries: dict[Key, Entry] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    _files: dict[str, Key] = field(default_factory=dict)
    _shared: set[Key] = field(default_factory=set)
    _owned: dict[str, set[Key]] = field(default_factory=dict)
    _counts: dict[str, set[Key]] = field(default_factory=dict)

    def apply(self, changes: Iterable[FileChange], contents: Mapping[str, bytes]) -> Touched:
        """Go on to the next commit: its changed files, the bytes of their new blobs."""
        read = [(change, self._read(change, contents)) for change in changes if not is_ignored(change.name)]
        keys = {entry.key for _, entry in read if entry is not None}
        keys |= {self._files[change.name] for change, _ in read if change.name in self._files}
        before = {key: self.entries.get(key) for key in keys}
        # First what goes, then what comes: a file that moves to another folder is still the same record.
        for change, _ in read:
            if change.after is None:
                self.unreadable.discard(change.name)
                self._drop(change.name)
        for change, entry in read:
            if entry is not None:
                self._put(entry)
            elif change.after is not None and placement_of(change.name) is not None:
                self.unreadable.add(change.name)
        return self._touched(before, {key: self.entries.get(key) for key in keys})

    def _touched(self, before: Mapping[Key, Entry | None], after: Mapping[Key, Entry | None]) -> Touched:
        differing = [key for key in before if _differ(before[key], after[key])]
        organizations: set[str] = set()
        for key in differing:
            for entry in (before[key], after[key]):
                if entry is not None:
                    organizations.update(self._concerned(entry))
        return Touched(
            {key: old.record for key in differing if (old := before[key]) is not None and old.data is not None},
            {key: new.record for key in differing if (new := after[key]) is not None and new.data is not None},
            frozenset(organizations),
            frozenset(kind for kind, _ in differing if KINDS[kind].of_city),
            frozenset(identifier for kind, identifier in differing if kind == "requirement"),
            before,
        )

    def _concerned(self, entry: Entry) -> Iterator[str]:
        for kind, identifier in entry.concerned():
            if kind == "organization":
                yield identifier
            else:
                yield from self._owner_of_account(identifier)

    def _owner_of_account(self, account: str) -> Iterator[str]:
        entry = self.entries.get(("account", account))
        if entry is not None:
            yield from entry.owner()

    def _read(self, change: FileChange, contents: Mapping[str, bytes]) -> Entry | None:
        place = placement_of(change.name)
        if change.after is None or place is None:
            return None
        content = contents.get(change.after)
        if content is None:
            return None
        document, problems = reader.read(content, change.name)
        if document is None or problems or not schema.fits(place.kind, document.data):
            return None
        data: Mapping[str, Any] = document.data
        if data.get("draft") is True:
            fields = KINDS[place.kind].of_draft.get(self.edition, ())
            known = {name: data[name] for name in fields if name in data}
            return Entry(change.name, change.after, place.kind, place.id, None, known)
        return Entry(change.name, change.after, place.kind, place.id, for_edition(place.kind, data, self.edition), None)

    def put(self, entry: Entry) -> None:
        """Take over an entry as it was remembered."""
        self._put(entry)

    def _put(self, entry: Entry) -> None:
        old = self.entries.get(entry.key)
        if old is not None and old.name != entry.name and self._files.get(old.name) == entry.key:
            # Two files of one id: the first by name is it, as long as both are there.
            if old.name < entry.name:
                return
            del self._files[old.name]
        if old is not None:
            self._forget(old)
        self.unreadable.discard(entry.name)
        self.entries[entry.key] = entry
        self._files[entry.name] = entry.key
        for owner in entry.owner():
            self._owned.setdefault(owner, set()).add(entry.key)
        if entry.kind == "activity":
            self._counts.setdefault(entry.id.rpartition("/")[0], set()).add(entry.key)
        elif KINDS[entry.kind].shared:
            self._shared.add(entry.key)

    def _drop(self, name: str) -> None:
        key = self._files.pop(name, None)
        if key is not None:
            self._forget(self.entries.pop(key))

    def _forget(self, entry: Entry) -> None:
        for owner in entry.owner():
            self._owned.get(owner, set()).discard(entry.key)
        if entry.kind == "activity":
            self._counts.get(entry.id.rpartition("/")[0], set()).discard(entry.key)
        self._shared.discard(entry.key)

    def registry(
        self, organizations: Collection[str] | None = None, instead: Mapping[Key, Entry | None] = _NOTHING
    ) -> Registry | None:
        """The registry of this commit, whole or with these organizations only; None without settings and act.

        `instead` are entries as they were before, None for those that were not there: with those of `Touched` this is
        the registry of the commit before. An account of an organization that is not there, or in a network that is
        not, is left out.
        """
        keys = self.entries.keys() if organizations is None else self._keys_of(organizations)
        entries = {key: self.entries[key] for key in keys if key not in instead}
        entries.update((key, entry) for key, entry in instead.items() if entry is not None)
        built: dict[str, dict[str, Any]] = {}
        activity: dict[str, list[ActivityYear]] = {}
        pending: dict[str, set[str]] = {}
        prepared: list[PreparedNotice] = []

        def is_there(key: Key) -> bool:
            entry = entries.get(key)
            return entry is not None and entry.data is not None

        for (kind, identifier), entry in entries.items():
            record = entry.record
            if record is None:
                draft = entry.draft
                if draft and kind == "notice":
                    prepared.append(prepared_notice(draft, Origin(kind, identifier, entry.name, {})))
                elif draft and draft.get("status") != "closed" and is_there(("organization", draft["organization"])):
                    pending.setdefault(draft["organization"], set()).add(draft["network"])
            elif kind == "activity":
                activity.setdefault(record.account, []).append(record)
            elif kind != "account" or (
                is_there(("organization", record.organization)) and is_there(("network", record.network))
            ):
                built.setdefault(kind, {})[identifier] = record
        if "registry" not in built or "act" not in built:
            return None
        return put_together(
            built,
            activity,
            {name: frozenset(networks) for name, networks in sorted(pending.items())},
            prepared=tuple(sorted(prepared, key=lambda notice: notice.id)),
        )

    def _keys_of(self, organizations: Collection[str]) -> set[Key]:
        keys = set(self._shared)
        for organization in organizations:
            keys |= self._owned.get(organization, set())
        for kind, identifier in tuple(keys):
            if kind == "account":
                keys |= self._counts.get(identifier, set())
        return keys

    def frame(self, touched: Touched) -> Frame:
        """What is needed to tell of the changes of a commit."""
        records = {**touched.before, **touched.after}
        accounts = {identifier: record for (kind, identifier), record in records.items() if kind == "account"}
        organizations = {identifier: record for (kind, identifier), record in records.items() if kind == "organization"}
        for organization in touched.organizations:
            for key in (("organization", organization), *self._owned.get(organization, ())):
                entry = self.entries.get(key)
                if entry is not None and entry.data is not None and key[0] in ("organization", "account"):
                    (accounts if key[0] == "account" else organizations)[key[1]] = entry.record
        networks = {key[1]: self.entries[key].record for key in self._shared if key[0] == "network"}
        return Frame(organizations, accounts, networks)


def placement_of(name: str) -> placement.Place | None:
    """What record a file holds by its name; None where it can hold none."""
    place = placement.place(name) if name.isprintable() else None
    return place if isinstance(place, placement.Place) else None


def _differ(before: Entry | None, after: Entry | None) -> bool:
    if before is None or after is None:
        return before is not after
    return before.data != after.data or before.draft != after.draft
