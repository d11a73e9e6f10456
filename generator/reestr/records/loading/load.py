"""From the files of a data folder to the registry and all diagnostics of all files at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reestr import wording
from reestr.records import diagnostics as diagnosing
from reestr.records import gc_pause, reader
from reestr.records.diagnostics import Diagnostic, Location, Related, Severity
from reestr.records.json_pointer import steps_of
from reestr.records.loading import assemble, city_records, files
from reestr.records.loading.organization_records import activity
from reestr.records.loading.partial import without_invalid_fields
from reestr.records.record import Record
from reestr.records.redaction import Edition
from reestr.records.validation import completeness, integrity, placement, record_rules, schema
from reestr.records.validation.privacy import is_private
from reestr.registry.city import Network
from reestr.registry.origin import Origin
from reestr.registry.registry import Registry

# Files read once more for the places of their problems are kept, but not thousands of them.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a data folder gave: the registry (None when there are errors), all diagnostics, how many files were read."""

    registry: Registry | None
    diagnostics: tuple[Diagnostic, ...]
    files: int

    @property
    def errors(self) -> int:
        """How many diagnostics are errors."""
        return sum(item.severity is Severity.ERROR for item in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many diagnostics are warnings."""
        return len(self.diagnostics) - self.errors


def load(data: Path, edition: Edition = "internal", progress: Callable[[int, int], None] | None = None) -> Loaded:
    """Read, validate and build the registry below `data`, as an edition may see it.

    `progress` is told the number of files done and of all. Nothing is written. Raises OSError only where the data
    folder itself cannot be read; whatever is wrong with its files is a diagnostic.
    """
    return load_files(files.FolderFiles(data.absolute(), files.prefix_of(data)), edition, progress)


def load_files(
    record_files: files.RecordFiles,
    edition: Edition = "internal",
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """The same for records that lie wherever they lie: in a folder, in a commit. Raises what reading them raises."""
    with gc_pause.paused():
        reading = _Reading(record_files, progress)
        reading.read_all()
        return reading.finish(edition)


def load_networks(record_files: files.RecordFiles) -> tuple[Network, ...]:
    """The networks alone, whatever is wrong with the other records; none where one of them has errors, for then
    nobody can tell which addresses are whose. Raises what reading raises."""
    names, _ = record_files.find()
    contents = {name: record_files.content(name) for name in names if name.startswith("networks/")}
    reading = _Reading(files.StoredFiles(contents, record_files.prefix), None)
    reading.read_all()
    return tuple(reading.networks) if reading.networks_known else ()


@dataclass(slots=True)
class _Reading:
    """One run over the files of a registry; what it has gathered so far."""

    files: files.RecordFiles
    progress: Callable[[int, int], None] | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    origins: dict[str, dict[str, Origin]] = field(default_factory=dict)
    built: assemble.Activity = field(default_factory=dict)
    placed: dict[str, set[str]] = field(default_factory=dict)
    networks: list[Network] = field(default_factory=list)
    networks_known: bool = True
    count: int = 0
    documents: dict[str, reader.Document | None] = field(default_factory=dict)

    def read_all(self) -> None:
        """Read every file; networks come first, since the addresses of accounts are judged by them."""
        found, problems = self.files.find()
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
        for done, (_, name, place) in enumerate(placed):
            self._read(name, place.kind, place.id)
            if self.progress is not None and done % 100 == 0:
                self.progress(done, len(placed))

    def _read(self, file: str, kind: str, record_id: str) -> None:
        name = self.files.prefix + file
        document, problems = reader.read(self.files.content(file), name)
        self.diagnostics += [_marked(kind, document, problem) for problem in problems]
        if document is None:
            self._lose(kind)
            return
        misfits = schema.check(kind, document, self.networks)
        self.diagnostics += misfits
        whole = not _has_error((*problems, *misfits))
        usable = document if whole else without_invalid_fields(kind, document, misfits)
        if usable is None:
            self._lose(kind)
            return
        contradictions = record_rules.check(kind, record_id, usable, self.networks)
        self.diagnostics += contradictions
        if kind == "network" and _has_error(contradictions):
            # No address may be read by rules that do not compile or never come to an end.
            self._lose(kind)
            return
        earlier = self.records.setdefault(kind, {}).get(record_id)
        if earlier is not None:
            self._duplicate(name, earlier, record_id)
        elif whole:
            self._keep(kind, record_id, name, document)
        else:
            self.records[kind][record_id] = Record(kind, record_id, name, usable.data)

    def _keep(self, kind: str, record_id: str, name: str, document: reader.Document) -> None:
        record: Mapping[str, Any] = document.data
        origin = Origin(kind, record_id, name, document.lines())
        if kind == "activity" and record.get("draft") is not True:
            # A year of counts is built at once: its raw form would take ten times the room.
            year = activity(record, origin)
            self.built.setdefault(year.account, []).append(year)
            record = {"weeks": year.weeks}
        if kind == "network" and self.networks_known:
            self.networks.append(city_records.network(record, origin))
        self.records[kind][record_id] = Record(kind, record_id, name, record)
        self.origins.setdefault(kind, {})[record_id] = origin

    def _lose(self, kind: str) -> None:
        """Without one of the networks every address in it would look foreign: addresses are not judged at all then."""
        if kind == "network":
            self.networks_known = False
            self.networks.clear()

    def _duplicate(self, name: str, earlier: Record, record_id: str) -> None:
        related = Related(wording.text("diagnostics.duplicate-id.related"), Location(earlier.file))
        self.diagnostics.append(diagnosing.make("duplicate-id", Location(name), related=(related,), id=record_id))

    def finish(self, edition: Edition) -> Loaded:
        """Check what holds between records and, where nothing is wrong, build the registry."""
        complete = not _has_error(self.diagnostics)
        self.diagnostics += integrity.check(self.records, self._locate, complete, placed=self.placed)
        ordered = tuple(diagnosing.sort(self.diagnostics))
        loaded = Loaded(None, ordered, self.count)
        if loaded.errors:
            return loaded
        registry = assemble.registry(self.records, self.origins, self.built, edition, completeness.missing)
        return Loaded(registry, ordered, self.count)

    def _locate(self, record: Record, path: Sequence[str | int]) -> Location:
        document = self._read_again(record.file)
        return document.locate(path) if document is not None else Location(record.file)

    def _read_again(self, file: str) -> reader.Document | None:
        """Positions are not kept for 30,000 good files: a file that turns out to have a problem is read once more."""
        if file not in self.documents:
            if len(self.documents) == _KEPT:
                self.documents.clear()
            self.documents[file], _ = reader.read(self.files.content(file.removeprefix(self.files.prefix)), file)
        return self.documents[file]


def _marked(kind: str, document: reader.Document | None, problem: Diagnostic) -> Diagnostic:
    """A problem of the text, marked private where it stands in an internal field: the reader knows no fields."""
    path = steps_of(problem.path)
    data = None if document is None else document.data
    return replace(problem, private=is_private(kind, data, path)) if path else problem


def _has_error(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(item.severity is Severity.ERROR for item in diagnostics)
