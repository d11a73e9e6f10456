"""Where a document comes from, line by line, and the list of a folder's files with their sizes and hashes."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reestr import __version__, wording
from reestr.history.timeline.model import Commit
from reestr.publishing.view import File, View

Later = Literal["", "limited", "as-they-are"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The commit the records were read from (None outside of Git), the files changed since, and the records' hash.

    `data_hash` is the SHA-256 (hex) of the names and bytes of all record files (see `load.snapshot`); `folder` is where
    they lie, from the root of the repository or, outside of Git, of the project.

    `later` says how records of a later day than that of judging were taken: "limited" to what they date, or
    "as-they-are" on request; "" where they are not later.
    """

    commit: Commit | None
    uncommitted: tuple[str, ...]
    data_hash: str
    folder: str = "data"
    later: Later = ""


def origin_lines(view: View, provenance: Provenance, command: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of a name and its value. `command` makes the document again (see `commands`)."""
    act = view.registry.act
    return tuple(
        (wording.text(f"papers.origin.{name}"), value)
        for name, value in (
            ("city", view.registry.city.municipality.name),
            ("day", wording.date_in_words(view.as_of.isoformat())),
            ("act", f"{act.citation} «{act.title}»"),
            ("edition", wording.text(f"papers.editions.{view.edition}")),
            ("commit", commit_text(provenance)),
            ("uncommitted", uncommitted_text(provenance)),
            ("hash", provenance.data_hash),
            ("hash-how", wording.text("papers.origin.hash-command", folder=shlex.quote(provenance.folder))),
            ("program", f"reestr {__version__}"),
            ("command", command),
        )
    )


def commit_text(provenance: Provenance, *, short: bool = False) -> str:
    """The commit with the day it was made on in the city; that there is none, outside of Git."""
    commit = provenance.commit
    if commit is None:
        return wording.text("papers.origin.no-git")
    if short:
        return wording.text("papers.origin.commit-short", id=commit.short, day=commit.day.isoformat())
    return wording.text("papers.origin.commit-of", id=commit.id, day=commit.day.isoformat())


def uncommitted_text(provenance: Provenance) -> str:
    """Return the number of files that differ from the commit, without names: an internal record's name
    is internal too.
    """
    if provenance.commit is None:
        return wording.text("papers.origin.not-versioned")
    count = len(provenance.uncommitted)
    return wording.text("papers.origin.changed", count=count) if count else wording.text("papers.origin.clean")


def reservation(provenance: Provenance) -> str:
    """What a reader must know of records of a later day, and of those that nobody can have again from the commit alone;
    "" where there is nothing to know."""
    texts = []
    if provenance.later:
        texts.append(wording.text(f"papers.reservations.later-{provenance.later}"))
    if provenance.commit is None:
        texts.append(wording.text("papers.reservations.no-git"))
    elif provenance.uncommitted:
        texts.append(wording.text("papers.reservations.uncommitted", count=len(provenance.uncommitted)))
    return " ".join(texts)


def command(name: str, view: View, provenance: Provenance, *options: str) -> str:
    """Return the command line that makes a document again, to be run at the root of the repository."""
    at = ["--commit", provenance.commit.id] if provenance.commit is not None and not provenance.uncommitted else []
    if provenance.later == "as-they-are":
        at += ["--records", "today"]
    words = ("reestr", "report", name, "--data", provenance.folder, "--as-of", view.as_of.isoformat(), *at, *options)
    return shlex.join(words)


NAME = "manifest.json"
SUMS = "SHA256SUMS"
_FORMAT = "reestr-papers/1"


def with_manifest(files: Sequence[File], view: View, provenance: Provenance, command: str) -> tuple[File, ...]:
    """Return the files, the manifest that lists them, and the hashes of all of them in the format of `sha256sum`."""
    manifest = File(NAME, _manifest(files, view, provenance, command))
    named = (*files, manifest)
    sums = "".join(f"{_hash(file.content)}  {file.path}\n" for file in named)
    return (*named, File(SUMS, sums.encode()))


def strange_files(contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the files of an earlier folder, name -> bytes, that differ from those that were made: added, changed,
    foreign.

    A folder may be replaced only if there are none: a letter may have its number and signature by now.
    """
    listed = _listed(contents.get(NAME, b""))
    sums = contents.get(SUMS, b"").decode("ascii", "replace").splitlines()
    return tuple(
        name
        for name, content in sorted(contents.items())
        if name not in listed or (name != SUMS and f"{_hash(content)}  {name}" not in sums)
    )


def _listed(manifest: bytes) -> frozenset[str]:
    """Return the files of our own folder by its manifest; none for any other folder of that name."""
    try:
        value = json.loads(manifest)
        names = [str(item["name"]) for item in value["files"]] if value["format"] == _FORMAT else []
    except (ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset((*names, NAME, SUMS)) if names else frozenset()


def _manifest(files: Sequence[File], view: View, provenance: Provenance, command: str) -> bytes:
    value = {
        "format": _FORMAT,
        "program": {"name": "reestr", "version": __version__},
        "city": view.registry.city.municipality.name,
        "fictional": view.registry.city.fictional,
        "act": view.registry.act.citation,
        "as_of": view.as_of.isoformat(),
        "edition": view.edition,
        "records": {**records_value(provenance), "sha256": provenance.data_hash},
        "command": command,
        "files": [{"name": file.path, "bytes": len(file.content), "sha256": _hash(file.content)} for file in files],
    }
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def records_value(provenance: Provenance) -> dict[str, object]:
    """Where the records come from, for programs; `later_than_as_of` is how records of a later day were taken."""
    commit = provenance.commit
    return {
        "folder": provenance.folder,
        "commit": commit and commit.id,
        "committed_at": commit and commit.at.isoformat(),
        "uncommitted_files": len(provenance.uncommitted) if commit is not None else None,
        "later_than_as_of": provenance.later or None,
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
