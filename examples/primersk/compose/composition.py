"""Composes all files of the city's data folder in memory: name below the folder -> bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reestr.records import reader
from reestr.records.editing.writing import record
from reestr.records.kinds import KINDS

from examples.primersk.compose import activity, city, fakes, paperwork, plans, records

_COPIED = ("networks", "requirements")
_NAMES_OF_FOLDERS = {"education": "schools", "preschool": "kindergartens"}


@dataclass(frozen=True, slots=True)
class Composed:
    """One record of the city: kind, id ("" for a kind with one record, `<owner>/<part>` for a record with an owner)."""

    kind: str
    id: str
    data: Mapping[str, Any]


def compose(real: Path) -> dict[str, bytes]:
    """Return every file, sorted by name. `real` is the data folder with the original act and the same rules."""
    folders = folders_of_organizations()
    files = copied(real)
    for item in all_records(real):
        files[file_name(item, folders)] = record(item.kind, item.data)
    return dict(sorted(files.items()))


def copied(real: Path) -> dict[str, bytes]:
    """Return the files that are the same in every city: networks and requirements."""
    return {f"{folder}/{path.name}": path.read_bytes() for folder in _COPIED for path in (real / folder).glob("*.yaml")}


def all_records(real: Path) -> Iterator[Composed]:
    """Yield every record that is composed and not copied."""
    yield Composed("registry", "", {**city.settings(), "lists": _lists(real)})
    yield Composed("act", "", city.act(_act(real)))
    yield from (Composed("organization", name, data) for name, data in records.organizations())
    yield from (Composed("account", name, data) for name, data in records.accounts())
    yield from (Composed("activity", f"{owner}/{part}", data) for owner, part, data in activity.years())
    yield from (Composed("plan", f"{owner}/{part}", data) for owner, part, data in plans.plans())
    yield from (Composed("assignment", name, data) for name, data in paperwork.assignments())
    yield from (Composed("notice", name, data) for name, data in paperwork.notices())
    yield from (Composed("fake", name, data) for name, data in fakes.fakes())


def folders_of_organizations() -> dict[str, str]:
    """Return the folder of each organization's record, which is also that of its accounts."""
    spheres = {name: data["sphere"] for name, data in records.organizations()}
    return {name: _NAMES_OF_FOLDERS.get(sphere, sphere) for name, sphere in spheres.items()}


def file_name(item: Composed, folders: Mapping[str, str]) -> str:
    """Return the file of a record below the data folder."""
    if item.kind in ("registry", "act"):
        return f"{item.kind}.yaml"
    if item.kind == "organization":
        return f"organizations/{folders[item.id]}/{item.id}.yaml"
    if item.kind == "account":
        return f"accounts/{folders[item.data['organization']]}/{item.id}.yaml"
    return f"{KINDS[item.kind].folder}/{item.id}.yaml"


def _lists(real: Path) -> Any:
    document, problems = reader.read((real / "registry.yaml").read_bytes(), "registry.yaml")
    if document is None or problems:
        raise ValueError(f"{real / 'registry.yaml'} cannot be read")
    return document.data["lists"]


def _act(real: Path) -> dict[str, Any]:
    document, problems = reader.read((real / "act.yaml").read_bytes(), "act.yaml")
    if document is None or problems:
        raise ValueError("the act to copy cannot be read")
    return dict(document.data)


def stale(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Return the files of a data folder that the composition no longer has."""
    present = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in present if path.relative_to(folder).as_posix() not in files]
