"""Records for a reproducible document: read once, with their commit and uncommitted changes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from reestr import wording
from reestr.history.git import NoHistoryError, Repository, UnknownRevisionError, open_repository
from reestr.history.timeline.model import Commit
from reestr.publishing.documents.provenance import Provenance
from reestr.records.loading import files
from reestr.records.loading.snapshot import Snapshot, snapshot
from reestr.wording.plain_text import visible


@dataclass(frozen=True, slots=True)
class RecordSource:
    """The records, their commit (None outside of Git) and its moment, the changed files, and the folder in the
    repository.
    """

    records: Snapshot
    commit: tuple[str, datetime.datetime] | None
    uncommitted: tuple[str, ...]
    folder: str

    def provenance(self, time_zone: str) -> Provenance:
        """Return the provenance for a document; days are those of the registry's time zone."""
        commit = None
        if self.commit is not None:
            identifier, moment = self.commit
            commit = Commit(identifier, moment, moment.astimezone(ZoneInfo(time_zone)).date())
        return Provenance(commit, self.uncommitted, self.records.fingerprint(), self.folder)


def record_source(data: Path, revision: str | None) -> RecordSource:
    """Return the records of a folder as they are, or as they were at a revision.

    Raises UsageError if there is no such folder, history or revision; OSError if a file cannot be read.
    """
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    if revision is not None:
        return _at(data, revision)
    records = snapshot(files.FolderFiles(data.absolute(), files.prefix_of(data)))
    try:
        repository = open_repository(data)
    except NoHistoryError:
        return _outside(records)
    commit = repository.commit()
    tree = repository.tree(commit[0])
    if not tree:
        # The repository does not know the folder that lies in it.
        return _outside(records)
    # A file that the repository ignores is still a record.
    unknown = records.contents.keys() - tree.keys()
    changed = {name for name in repository.uncommitted() if not files.is_ignored(name)}
    return RecordSource(records, commit, tuple(sorted(changed | unknown)), _folder(repository))


def _at(data: Path, revision: str) -> RecordSource:
    try:
        repository = open_repository(data)
        commit = repository.commit(revision)
    except NoHistoryError:
        raise click.UsageError(wording.text("cli.report.no-history", folder=data)) from None
    except UnknownRevisionError:
        raise click.UsageError(wording.text("cli.report.no-revision", revision=revision)) from None
    tree = repository.tree(commit[0])
    if not tree:
        raise click.UsageError(wording.text("cli.report.no-records", revision=revision, folder=data))
    found = repository.contents(sorted({blob for blob in tree.values() if blob}))
    lost = [name for name, blob in tree.items() if blob and blob not in found]
    if lost:
        raise click.UsageError(wording.text("cli.report.no-objects", revision=revision))
    contents = {name: found[blob] if blob else None for name, blob in tree.items()}
    stored = files.StoredFiles(contents, files.prefix_of(data))
    return RecordSource(snapshot(stored), commit, (), _folder(repository))


def _outside(records: Snapshot) -> RecordSource:
    return RecordSource(records, None, (), records.prefix.removesuffix("/"))


def _folder(repository: Repository) -> str:
    return visible(repository.prefix.removesuffix("/"), blanks=True) or "."
