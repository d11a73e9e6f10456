"""Holds all valid records for the rules between records, and makes diagnostics at places in their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reestr.records.diagnostics import Diagnostic, Fix, Location, Related, Severity, make
from reestr.records.json_pointer import FieldPath, pointer
from reestr.records.record import Record, RecordsByKind
from reestr.records.validation.withholding import is_private
from reestr.registry.lists import CityLists

Locate = Callable[[Record, Sequence[str | int]], Location]

_NONE: Mapping[str, Record] = {}


@dataclass(frozen=True)
class RecordSet:
    """All valid records by kind and id, with methods to locate and report problems in them.

    `placed` are the ids of every file found, valid or not, by kind; None if only the valid ones are known. Then
    `complete` says whether there are no others. `locate` reads a file again; it is called for problems only. `lists`
    are those of the city.
    """

    records: RecordsByKind
    locate: Locate
    complete: bool
    placed: Mapping[str, Collection[str]] | None = None
    lists: CityLists | None = None
    _order: dict[str, list[str]] = field(default_factory=dict)

    def all(self, kind: str) -> Iterator[Record]:
        """Yield the records of a kind in the order of their ids."""
        records = self.records.get(kind, _NONE)
        if kind not in self._order:
            self._order[kind] = sorted(records)
        return (records[record_id] for record_id in self._order[kind])

    def find(self, kind: str, record_id: str) -> Record | None:
        """Return a valid record, None if there is none."""
        return self.records.get(kind, _NONE).get(record_id)

    def is_missing(self, kind: str, record_id: str) -> bool:
        """Return True if no file for the record exists, valid or not; False if that is uncertain."""
        if self.find(kind, record_id) is not None:
            return False
        if self.placed is None:
            return self.complete
        return record_id not in self.placed.get(kind, ())

    def is_whole(self, kind: str) -> bool:
        """Return whether every record of a kind is valid and therefore known here."""
        if self.placed is None:
            return self.complete
        return all(record_id in self.records.get(kind, _NONE) for record_id in self.placed.get(kind, ()))

    @cached_property
    def blocks(self) -> Mapping[str, Mapping[str, Any]] | None:
        """Return the blocks of the acts by the way they are cited: those of the main act by id, those of another one as
        `act#block`. None if an act is not valid or there is no main one.
        """
        if self.find("act", "") is None or not self.is_whole("act"):
            return None
        return {
            f"{act.id}#{block['id']}" if act.id else block["id"]: block
            for act in self.all("act")
            for block in act.data["blocks"]
        }

    def related(self, message: str, record: Record, path: FieldPath = ()) -> Related:
        """Return another place of the same problem."""
        return Related(message, self.locate(record, path))

    def diagnostic(
        self,
        code: str,
        record: Record,
        path: FieldPath,
        *,
        related: Sequence[Related] = (),
        severity: Severity = Severity.ERROR,
        variant: str = "",
        fix: Fix | None = None,
        **said: object,
    ) -> Diagnostic:
        """Return a diagnostic at a place of a record, marked private if that place is internal."""
        return make(
            code,
            self.locate(record, path),
            path=pointer(path),
            related=related,
            severity=severity,
            variant=variant,
            private=is_private(record.kind, record.data, path, self.lists),
            fix=fix,
            **said,
        )
