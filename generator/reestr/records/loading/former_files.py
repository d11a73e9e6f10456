"""Reads the records of a past state, which may have the form that records had then."""

from __future__ import annotations

from dataclasses import dataclass

from reestr.records.diagnostics import Diagnostic
from reestr.records.editing.fixing import carried_over
from reestr.records.loading.record_sources import RecordFiles


@dataclass(frozen=True, slots=True)
class FormerFiles:
    """Files of a past state: requirements of before rules had arguments are as they would be written now."""

    files: RecordFiles

    @property
    def prefix(self) -> str:
        """See RecordFiles."""
        return self.files.prefix

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        return self.files.find()

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        content = self.files.content(name)
        return carried_over(content) if name.startswith("requirements/") else content
