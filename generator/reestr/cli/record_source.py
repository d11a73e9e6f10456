"""Reads the records for a reproducible result: once, for the requested day, and with the commit they come from."""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import click

from reestr import wording
from reestr.cli import terminal
from reestr.cli.load_and_report import from_here, line_reader_of
from reestr.history.git import (
    GitFailedError,
    NoHistoryError,
    Repository,
    UnknownRevisionError,
    open_repository,
)
from reestr.history.records_of_day import ObjectsMissingError, is_past, records_of_day, stored_files
from reestr.history.timeline.model import Commit
from reestr.publishing.documents.manifest import Later, Provenance
from reestr.records import diagnostics_text
from reestr.records.loading import record_sources
from reestr.records.loading.former_files import FormerFiles
from reestr.records.loading.load import Loaded, load_files
from reestr.records.loading.record_sources import Snapshot, snapshot
from reestr.records.redaction import Edition
from reestr.registry.registry import Registry
from reestr.wording.plain_text import visible


@dataclass(frozen=True, slots=True)
class RecordSource:
    """The records and their origin.

    `commit` is the id and the moment of their commit, None outside of Git; `uncommitted` are the names of changed
    files; `folder` is the name of the data folder within the repository.
    """

    records: Snapshot
    commit: tuple[str, datetime.datetime] | None
    uncommitted: tuple[str, ...]
    folder: str

    def provenance(self, time_zone: str, later: Later = "") -> Provenance:
        """Return what a document says about the records; the day of the commit is that of `time_zone`."""
        commit = None
        if self.commit is not None:
            identifier, moment = self.commit
            commit = Commit(identifier, moment, moment.astimezone(ZoneInfo(time_zone)).date())
        return Provenance(commit, self.uncommitted, self.records.fingerprint(), self.folder, later)


Which = Literal["day", "today"]


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """The loaded records to judge a day by.

    If the records are wrong, `registry` is None and `as_of` has no meaning.
    """

    source: RecordSource
    loaded: Loaded
    as_of: datetime.date
    provenance: Provenance
    data: Path

    @property
    def registry(self) -> Registry | None:
        """Return the registry, None if the records are wrong."""
        return self.loaded.registry

    def problems(self) -> str:
        """Return all diagnostics as text, with the lines of the files as they were read."""
        return diagnostics_text.render(
            self.loaded.diagnostics,
            self.loaded.files,
            source_line=line_reader_of(self.source.records),
            shown_file=from_here(record_sources.project_of(self.data)),
            width=terminal.width(),
            colour=terminal.has_colour(sys.stderr),
        )


def read_records(
    data: Path, as_of: datetime.date | None, revision: str | None, which: Which, edition: Edition
) -> ReadRecords:
    """Return the loaded records to judge a day by.

    They are those of the revision, if one is given; otherwise those of the day, or with `which` "today" those of the
    folder. Without `as_of` the day is that of the revision, otherwise today in the city. Raises what `record_source`
    raises.
    """
    now = datetime.datetime.now(datetime.UTC)
    source = record_source(data, revision)
    loaded = load_files(source.records if revision is None else FormerFiles(source.records), edition)
    if loaded.registry is None:
        return ReadRecords(source, loaded, as_of or now.date(), source.provenance("UTC"), data)
    city = loaded.registry.city
    # A revision is judged on the day of its commit, unless another day is given.
    day = as_of or city.default_date(source.commit[1] if revision is not None and source.commit else now)
    later: Later = ""
    if as_of is not None:
        if revision is not None:
            past = missing = source.commit is not None and is_past(city, day, source.commit[1])
        else:
            found = records_of_day(data, city, day, now)
            past, missing = found.is_past, found.is_missing
            if found.commit is not None and which == "day":
                source = _at(data, found.commit.id)
                loaded = load_files(FormerFiles(source.records), edition)
        if past and (missing or which == "today"):
            later = "limited" if which == "day" else "as-they-are"
    return ReadRecords(source, loaded, day, source.provenance(city.time_zone, later), data)


def record_source(data: Path, revision: str | None) -> RecordSource:
    """Return the records of a folder as they are, or as they were at a revision.

    Raises UsageError if there is no such folder, history or revision; OSError if a file cannot be read.
    """
    if not data.is_dir():
        raise click.UsageError(wording.text("cli.errors.no-data", folder=data))
    if revision is not None:
        return _at(data, revision)
    records = snapshot(record_sources.FolderFiles(data.absolute(), record_sources.prefix_of(data)))
    try:
        repository = open_repository(data)
        commit = repository.commit()
        tree = repository.tree(commit[0])
        uncommitted = repository.uncommitted()
    except (NoHistoryError, GitFailedError):
        return _outside(records)
    if not tree:
        # The repository does not know the folder that lies in it.
        return _outside(records)
    # A file that the repository ignores is still a record.
    unknown = records.contents.keys() - tree.keys()
    changed = {name for name in uncommitted if not record_sources.is_ignored(name)}
    return RecordSource(records, commit, tuple(sorted(changed | unknown)), _folder(repository))


def _at(data: Path, revision: str) -> RecordSource:
    try:
        repository = open_repository(data)
        commit = repository.commit(revision)
    except NoHistoryError:
        raise click.UsageError(wording.text("cli.report.no-history", folder=data)) from None
    except UnknownRevisionError:
        raise click.UsageError(wording.text("cli.report.no-revision", revision=revision)) from None
    try:
        stored = stored_files(repository, data, commit[0])
    except ObjectsMissingError:
        raise click.UsageError(wording.text("cli.report.no-objects", revision=revision)) from None
    if stored is None:
        raise click.UsageError(wording.text("cli.report.no-records", revision=revision, folder=data))
    return RecordSource(snapshot(stored), commit, (), _folder(repository))


def _outside(records: Snapshot) -> RecordSource:
    return RecordSource(records, None, (), records.prefix.removesuffix("/"))


def _folder(repository: Repository) -> str:
    return visible(repository.prefix.removesuffix("/"), blanks=True) or "."
