"""Loads a data folder: the registry and all diagnostics of all files at once."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reestr import wording
from reestr.records import diagnostics as diagnosing
from reestr.records import gc_pause, reader
from reestr.records.diagnostics import Diagnostic, Location, Related, Severity
from reestr.records.loading import assemble, city_records, record_sources
from reestr.records.loading.file_reading import FileRead, FileReader, digest_of, has_error
from reestr.records.loading.reading_all import read_files
from reestr.records.record import Footprint, Record, RecordKey
from reestr.records.redaction import Edition
from reestr.records.validation import (
    completeness,
    integrity,
    placement,
    program_needed,
)
from reestr.records.validation.listed_names import lists_if_valid
from reestr.records.validation.withholding import withheld
from reestr.registry.city import Network
from reestr.registry.lists import UNKNOWN, CityLists
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry

if TYPE_CHECKING:
    from reestr.records.loading.kept_readings import KeptReadings

# Files read again to locate their problems are kept, but not thousands of them.
_KEPT = 64

_REGISTRY = "registry.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of loading: the registry (None if there are errors), all diagnostics, the number of files read, the
    footprints of all whole records.
    """

    registry: Registry | None
    diagnostics: tuple[Diagnostic, ...]
    files: int
    footprints: Mapping[RecordKey, Footprint] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(item.severity is Severity.ERROR for item in self.diagnostics)

    @property
    def warnings(self) -> int:
        """Return the number of warnings."""
        return len(self.diagnostics) - self.errors


def load(
    data: Path,
    edition: Edition = "internal",
    progress: Callable[[int, int], None] | None = None,
    today: datetime.date | None = None,
    kept: KeptReadings | None = None,
    jobs: int = 1,
) -> Loaded:
    """Read, validate and build the registry of an edition from the folder `data`.

    `kept` has what was read before, which is not used with `today`; `jobs` processes read the rest if it is much.
    `progress` receives the number of files done and the total. With `today`, later days are reported as warnings;
    without it, the result does not depend on the day. Nothing is written. Raises OSError only if the data folder itself
    cannot be read; every problem of its files is a diagnostic.
    """
    return load_files(
        record_sources.folder_files(data),
        edition,
        progress,
        today,
        kept,
        jobs,
    )


def load_files(
    record_files: record_sources.RecordFiles,
    edition: Edition = "internal",
    progress: Callable[[int, int], None] | None = None,
    today: datetime.date | None = None,
    kept: KeptReadings | None = None,
    jobs: int = 1,
) -> Loaded:
    """Load records from any source, such as a folder or a commit. Raises what reading the source raises."""
    with gc_pause.paused():
        reading = _Reading(record_files, edition, progress, today, kept if today is None else None, jobs)
        reading.read_all()
        return reading.finish()


def load_networks(record_files: record_sources.RecordFiles) -> tuple[Network, ...]:
    """Return the networks, even if other records are wrong; none if a network has errors.

    With a faulty network, no address can be attributed reliably. Raises OSError if the data folder itself cannot be
    read.
    """
    names, _ = record_files.find()
    networks = _Some(record_files, [name for name in names if name.startswith("networks/")])
    reading = _Reading(networks, "internal", None)
    reading.read_all()
    return tuple(reading.networks) if reading.networks_known else ()


@dataclass(frozen=True, slots=True)
class _Some:
    """A subset of the files."""

    below: record_sources.RecordFiles
    names: list[str]

    @property
    def prefix(self) -> str:
        return self.below.prefix

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        return self.names, []

    def content(self, name: str) -> bytes:
        return self.below.content(name)


@dataclass(slots=True)
class _Reading:
    """One run over the files of a registry, with the results so far."""

    files: record_sources.RecordFiles
    edition: Edition
    progress: Callable[[int, int], None] | None
    today: datetime.date | None = None
    kept: KeptReadings | None = None
    jobs: int = 1
    diagnostics: list[Diagnostic] = field(default_factory=list)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    origins: dict[str, dict[str, Origin]] = field(default_factory=dict)
    built: assemble.Activity = field(default_factory=dict)
    placed: dict[str, set[str]] = field(default_factory=dict)
    networks: list[Network] = field(default_factory=list)
    networks_known: bool = True
    count: int = 0
    documents: dict[str, reader.Document | None] = field(default_factory=dict)
    too_old: bool = False
    lists: CityLists | None = None
    lists_said: bytes = b""
    footprints: dict[RecordKey, Footprint] = field(default_factory=dict)

    def read_all(self) -> None:
        """Read every file. Networks come first, since the addresses of accounts are checked by their rules."""
        found, problems = self.files.find()
        newer = self._newer_program(found)
        if newer is not None:
            # Whatever else seems wrong may be right for the program that the records were written for.
            self.diagnostics.append(newer)
            self.too_old, self.count = True, len(found)
            return
        self.diagnostics += problems
        placed = []
        for name in found:
            place = placement.place(name, self.files.prefix)
            if isinstance(place, Diagnostic):
                self.diagnostics.append(place)
            else:
                placed.append((place.kind != "network", name, place))
                self.placed.setdefault(place.kind, set()).add(place.id)
        placed.sort(key=lambda item: item[0])
        self.count = len(found)
        total, done = len(placed), 0
        networks = [item for item in placed if not item[0]]
        with record_sources.reading(self.files) as content_of:
            # One by one, since each may look at those before it.
            digests = []
            for _, name, place in networks:
                read = self._reader().read_file(name, place, content_of)
                self._take(place, read)
                digests.append(read.digest)
            rest = [(name, place) for _, name, place in placed[len(networks) :]]
            if self.kept is not None:
                self.kept.begin([*digests, self.lists_said])
            for place, read in read_files(self._reader(), rest, content_of, self.kept, self.jobs):
                self._take(place, read)
                if self.progress is not None and done % 100 == 0:
                    self.progress(done + len(networks), total)
                done += 1

    def _reader(self) -> FileReader:
        return FileReader(self.files.prefix, self.edition, tuple(self.networks), self.today, self.lists)

    def _newer_program(self, found: Sequence[str]) -> Diagnostic | None:
        if _REGISTRY not in found:
            return None
        try:
            document, _ = reader.read(self.files.content(_REGISTRY), self.files.prefix + _REGISTRY)
        except OSError:
            return None
        self.lists = UNKNOWN if document is None else lists_if_valid(document.data)
        if document is None:
            return None
        # What is read of other files depends on them.
        self.lists_said = digest_of(json.dumps(document.data.get("lists"), sort_keys=True).encode())
        return program_needed.check(document)

    def _take(self, place: placement.RecordPlace, read: FileRead) -> None:
        kind, record, origin = place.kind, read.record, read.origin
        self.diagnostics += read.diagnostics
        if record is None:
            self._lose(kind)
            return
        earlier = self.records.setdefault(kind, {}).get(record.id)
        if earlier is not None:
            self._duplicate(record.file, earlier, record.id)
            return
        self.records[kind][record.id] = record
        if origin is None:
            return
        self.origins.setdefault(kind, {})[record.id] = origin
        self.footprints[record.key] = Footprint(record.file, read.digest, read.refers)
        if read.year is not None:
            self.built.setdefault(read.account, []).append(read.year)
        if kind == "network" and self.networks_known:
            self.networks.append(city_records.network(record.data, origin))

    def _lose(self, kind: str) -> None:
        """Note a missing network: every address in it would look foreign, so addresses are not checked at all."""
        if kind == "network":
            self.networks_known = False
            self.networks.clear()

    def _duplicate(self, name: str, earlier: Record, record_id: str) -> None:
        related = Related(wording.text("diagnostics.duplicate-id.related"), Location(earlier.file))
        self.diagnostics.append(diagnosing.make("duplicate-id", Location(name), related=(related,), id=record_id))

    def finish(self) -> Loaded:
        """Check the rules between records and, if there are no errors, build the registry."""
        if self.too_old:
            return Loaded(None, tuple(self.diagnostics), self.count)
        complete = not has_error(self.diagnostics)
        between = integrity.check(self.records, self._locate, complete, placed=self.placed, lists=self.lists)
        self.diagnostics += self._withheld(between)
        ordered = tuple(diagnosing.sort(self.diagnostics))
        loaded = Loaded(None, ordered, self.count)
        if loaded.errors:
            return loaded
        registry = assemble.registry(self.records, self.origins, self.built, self.edition, completeness.missing)
        return Loaded(registry, ordered, self.count, self.footprints)

    def _withheld(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Withhold lines in diagnostics between records as in those within one."""
        by_file: dict[str, list[Diagnostic]] = {}
        for item in diagnostics:
            by_file.setdefault(item.location.file, []).append(item)
        for file, found in by_file.items():
            place = placement.place(file.removeprefix(self.files.prefix), self.files.prefix)
            document = self._read_again(file) if isinstance(place, placement.RecordPlace) else None
            if document is None or isinstance(place, Diagnostic):
                yield from found
            else:
                yield from withheld(place.kind, document, document.content, found, self.lists)

    def _locate(self, record: Record, path: Sequence[str | int]) -> Location:
        document = self._read_again(record.file)
        return document.locate(path) if document is not None else Location(record.file)

    def _read_again(self, file: str) -> reader.Document | None:
        """Return a file read again to locate its problem: positions of 30,000 correct files are not kept."""
        if file not in self.documents:
            if len(self.documents) == _KEPT:
                self.documents.clear()
            try:
                content = self.files.content(file.removeprefix(self.files.prefix))
            except OSError:
                # The file was readable a moment ago; if it no longer is, its name is still reported.
                return None
            self.documents[file], _ = reader.read(content, file)
        return self.documents[file]
