"""Reads record files once, so that a document judges, hashes and quotes the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reestr.records.diagnostics import Diagnostic
from reestr.records.loading.record_sources import RecordFiles, unreadable


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The record files at one moment, in memory. They can be loaded like the original source."""

    prefix: str
    contents: Mapping[str, bytes]
    problems: Sequence[Diagnostic]

    def find(self) -> tuple[list[str], list[Diagnostic]]:
        """See RecordFiles."""
        return list(self.contents), list(self.problems)

    def content(self, name: str) -> bytes:
        """See RecordFiles."""
        return self.contents[name]

    def fingerprint(self) -> str:
        """Return the SHA-256 (hex) of all records: of the list that `sha256sum` prints for the files sorted by name.

        In a clean checkout a shell computes the same:

            cd data
            find * -type f -not -path '*/.*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum

        No record's name contains a backslash or a line break, which `sha256sum` would write differently.
        """
        whole = hashlib.sha256()
        for name in sorted(self.contents, key=str.encode):
            whole.update(f"{hashlib.sha256(self.contents[name]).hexdigest()}  {name}\n".encode())
        return whole.hexdigest()


def snapshot(files: RecordFiles) -> Snapshot:
    """Return all files as they are now; unreadable files are problems of the snapshot.

    Raises what finding them raises.
    """
    names, problems = files.find()
    contents = {}
    for name in names:
        try:
            contents[name] = files.content(name)
        except OSError:
            problems.append(unreadable(files.prefix + name))
    return Snapshot(files.prefix, contents, problems)
