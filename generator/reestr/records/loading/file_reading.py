"""Reads one record file: what it holds, and everything that is wrong with it alone."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from reestr.records import kinds, reader
from reestr.records.diagnostics import Diagnostic, Severity
from reestr.records.json_pointer import steps_of
from reestr.records.loading.organization_records import activity
from reestr.records.loading.partial import without_invalid_fields
from reestr.records.loading.record_sources import unreadable
from reestr.records.record import Record, RecordKey
from reestr.records.redaction import Edition, for_edition
from reestr.records.validation import date_order, former_checks, record_rules, schema, secret_text
from reestr.records.validation.placement import RecordPlace
from reestr.records.validation.withholding import is_private, limited, withheld
from reestr.registry.account import ActivityYear
from reestr.registry.city import Network
from reestr.registry.lists import CityLists
from reestr.registry.origin import Origin

_NEIGHBOURS = ("organization", "account")


@dataclass(slots=True)
class FileRead:
    """What was read of a file.

    `record` is None if nothing of it is usable; without an `origin` it is only the valid part of one. `year` is a year
    of counts as the edition may hold it, None for other records. `account` is the account whose year it is. `digest` is
    that of the content, empty for an unreadable file; `refers` are the organizations and accounts that a record names.
    """

    diagnostics: tuple[Diagnostic, ...]
    record: Record | None = None
    origin: Origin | None = None
    year: ActivityYear | None = None
    account: str = ""
    digest: bytes = b""
    refers: tuple[RecordKey, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReader:
    """What the reading of a file depends on beside its name and bytes. With `today`, later days are warnings.

    `prefix` is the data folder's name in diagnostics, `lists` are those of the city.
    """

    prefix: str
    edition: Edition
    networks: Sequence[Network]
    today: datetime.date | None
    lists: CityLists | None = None

    def read_file(self, file: str, place: RecordPlace, content_of: Callable[[str], bytes]) -> FileRead:
        """Return what a file holds, with the digest of its content. Never raises for a bad or unreadable file."""
        name = self.prefix + file
        try:
            content = content_of(file)
        except OSError:
            return FileRead((unreadable(name),))
        read = self.read(name, place.kind, place.id, content)
        read.digest = digest_of(content)
        return read

    def read(self, name: str, kind: str, record_id: str, content: bytes) -> FileRead:
        """Return what a file holds; `name` is that of diagnostics. Never raises for bad content."""
        document, problems = reader.read(content, name)
        found = [_marked(kind, document, problem, self.lists) for problem in problems]
        usable, whole, misfits = None, False, []
        if document is not None:
            misfits = schema.check(kind, document, self.networks, self.lists)
            found += misfits
            whole = not has_error((*problems, *misfits))
            usable = document if whole else without_invalid_fields(kind, document, misfits, self.lists)
        fits = not problems and not misfits
        found += limited(secret_text.check(kind, document, content, name, fits))
        contradictions: list[Diagnostic] = []
        if usable is not None:
            contradictions = limited(record_rules.check(kind, record_id, usable, self.networks))
            found += contradictions
            if self.today is not None:
                found += limited(date_order.check(kind, usable, self.today))
        diagnostics = tuple(withheld(kind, document, content, found, self.lists))
        if document is None or usable is None or (kind == "network" and has_error(contradictions)):
            # Addresses must not be read by rules that do not compile or take too long.
            return FileRead(diagnostics)
        if not whole:
            return FileRead(diagnostics, Record(kind, record_id, name, usable.data))
        return self._whole(diagnostics, kind, record_id, name, document)

    def _whole(
        self, diagnostics: tuple[Diagnostic, ...], kind: str, record_id: str, name: str, document: reader.Document
    ) -> FileRead:
        record = former_checks.carried(kind, document.data)
        origin = Origin(kind, record_id, name, document.lines())
        shown, account = None, ""
        if kind == "activity" and record.get("draft") is not True:
            # A year of counts is built at once: its raw form would take ten times the memory.
            data = for_edition(kind, record, self.edition, self.lists)
            year = activity(record, origin)
            account = year.account
            if data is not None:
                shown = year if data is record else activity(data, origin)
            record = {"weeks": {**year.weeks, **year.machine}}
        named = kinds.references(kind, record_id, document.data)
        refers = tuple(dict.fromkeys((referred, other) for _, referred, other in named if referred in _NEIGHBOURS))
        return FileRead(diagnostics, Record(kind, record_id, name, record), origin, shown, account, refers=refers)


def digest_of(content: bytes) -> bytes:
    """Return the digest by which the content of a file is known again."""
    return hashlib.blake2b(content, digest_size=16).digest()


def has_error(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether one of the diagnostics is an error."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def _marked(kind: str, document: reader.Document | None, problem: Diagnostic, lists: CityLists | None) -> Diagnostic:
    """Return a problem of the text, marked private if it lies in an internal field: the reader does not know fields."""
    if not problem.path:
        return problem
    data = None if document is None else document.data
    return replace(problem, private=is_private(kind, data, steps_of(problem.path), lists))
