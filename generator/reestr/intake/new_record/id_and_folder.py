"""Proposes the id and the folder of a new record, from its data and the existing records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reestr import wording
from reestr.records import reader
from reestr.records.diagnostics import Diagnostic
from reestr.records.kinds import KINDS
from reestr.records.loading import record_sources
from reestr.records.validation import placement


@dataclass(frozen=True, slots=True)
class KindFiles:
    """The files of the records of one kind: id -> name of the file below the data folder."""

    kind: str
    by_id: Mapping[str, str]

    def folder_of(self, record_id: str) -> str:
        """Return the sub-folder of a record, "" for none."""
        return "/".join(self.by_id[record_id].split("/")[1:-1])

    @property
    def folders(self) -> frozenset[str]:
        """Return all existing sub-folders."""
        return frozenset(map(self.folder_of, self.by_id))


def files_by_kind(below: record_sources.RecordFiles) -> Mapping[str, KindFiles]:
    """Return kind -> files of its records, faulty ones included, because their ids are taken too."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for name in below.find()[0]:
        place = placement.place(name)
        if not isinstance(place, Diagnostic):
            found[place.kind].setdefault(place.id, name)
    return {kind: KindFiles(kind, by_id) for kind, by_id in found.items()}


def proposed_id(kind: str, data: Mapping[str, Any], taken: Collection[str]) -> str | None:
    """Return the first free id made from the record's data; None if the data are insufficient."""
    said = [_said(name, data[name]) for name in _id_fields(kind, data)]
    if not said:
        return None
    meant = placement.organization_id(said[0]) if kind == "organization" else placement.joined_id(said)
    return None if meant is None else next(name for name in _numbered(meant) if name not in taken)


def _id_fields(kind: str, data: Mapping[str, Any]) -> Iterator[str]:
    for alternatives in KINDS[kind].id_parts:
        filled = next((name for name in alternatives.split("|") if data.get(name)), None)
        if filled is not None:
            yield filled


def _said(name: str, value: object) -> str:
    # The month of an assignment's date is enough to tell it from others with its title.
    return str(value)[:7] if name == "issued_on" else str(value)


def _numbered(meant: str) -> Iterator[str]:
    yield meant
    for number in range(2, 1 << 20):
        tail = f"-{number}"
        yield placement.shortened(meant, placement.LONGEST_ID - len(tail)) + tail


def proposed_folder(
    kind: str, data: Mapping[str, Any], shelf: Mapping[str, KindFiles], below: record_sources.RecordFiles
) -> str:
    """Return the sub-folder of similar records: the same sphere, the same organization's accounts, or its neighbours'.

    "" if the records of the kind are not sorted into sub-folders.
    """
    own = shelf[kind]
    if kind == "organization":
        alike = (own.folder_of(name) for name in own.by_id if _sphere(below, own.by_id[name]) == data.get("sphere"))
        return _most_common(alike)
    if kind != "account":
        return ""
    organization = str(data.get("organization"))
    folder = shelf["organization"].folder_of(organization) if organization in shelf["organization"].by_id else ""
    accounts = [name for name in own.by_id if name.rpartition("-")[0] == organization]
    if accounts:
        return _most_common(map(own.folder_of, accounts))
    return folder if folder in own.folders or (own.folders - {""}) else ""


def _sphere(below: record_sources.RecordFiles, name: str) -> object:
    document, _ = reader.read(below.content(name), name)
    return None if document is None else document.data.get("sphere")


def _most_common(folders: Iterable[str]) -> str:
    counted = sorted(Counter(folders).items(), key=lambda item: (-item[1], item[0]))
    return counted[0][0] if counted else ""


def file_name(kind: str, record_id: str, folder: str) -> str:
    """Return the name of a record's file below the data folder."""
    return "/".join(part for part in (KINDS[kind].folder, folder.strip("/"), f"{record_id}.yaml") if part)


def id_problem(kind: str, record_id: str, folder: str, taken: Mapping[str, str]) -> str | None:
    """Return why a record cannot have an id, in words with the fix; None if it can."""
    if record_id in taken:
        return wording.text("terminal.new.taken", id=record_id, file=taken[record_id])
    parts = folder.strip("/").split("/") if folder else ()
    # `..` would lead out of the data folder, and names that begin with a dot are ignored.
    if any(not part or not part.isprintable() or record_sources.is_ignored(part) for part in parts):
        return wording.text("terminal.new.bad-folder", folder=folder)
    if not KINDS[kind].owner and not placement.is_id(record_id):
        meant = placement.id_meant(record_id)
        ready = "" if meant is None else f" {wording.text('validation.new-name', name=meant)}"
        return wording.text("terminal.new.bad-id", ready=ready)
    place = placement.place(file_name(kind, record_id, folder))
    if isinstance(place, Diagnostic):
        return f"{place.message} {place.help}"
    if (place.kind, place.id) != (kind, record_id):
        return wording.text("terminal.new.bad-folder", folder=folder)
    return None
