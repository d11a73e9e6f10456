"""The list of a folder's files with sizes and hashes, for people, programs and `sha256sum -c`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from reestr import __version__
from reestr.publishing.documents.provenance import Provenance
from reestr.publishing.view import File, View

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
