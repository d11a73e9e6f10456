"""All files of the city's data folder in memory: name below the folder -> bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from examples.primersk.compose import activity, city, paperwork, plans, records
from generator import source
from generator.editing.writing import record

_COPIED = ("networks", "requirements")
_NAMES_OF_FOLDERS = {"education": "schools", "preschool": "kindergartens"}


def compose(real: Path) -> dict[str, bytes]:
    """Every file, sorted by name; `real` is the data folder whose act is the pattern and whose rules are the same."""
    files = {
        "registry.yaml": record("registry", city.settings()),
        "act.yaml": record("act", city.act(_act(real))),
    }
    for folder in _COPIED:
        for path in (real / folder).glob("*.yaml"):
            files[f"{folder}/{path.name}"] = path.read_bytes()
    folders: dict[str, str] = {}
    for name, data in records.organizations():
        sphere: str = data["sphere"]
        folders[name] = _NAMES_OF_FOLDERS.get(sphere, sphere)
        files[f"organizations/{folders[name]}/{name}.yaml"] = record("organization", data)
    for name, data in records.accounts():
        files[f"accounts/{folders[data['organization']]}/{name}.yaml"] = record("account", data)
    for owner, part, data in activity.years():
        files[f"activity/{owner}/{part}.yaml"] = record("activity", data)
    for owner, part, data in plans.plans():
        files[f"plans/{owner}/{part}.yaml"] = record("plan", data)
    for name, data in paperwork.assignments():
        files[f"assignments/{name}.yaml"] = record("assignment", data)
    for name, data in paperwork.notices():
        files[f"notices/{name}.yaml"] = record("notice", data)
    return dict(sorted(files.items()))


def _act(real: Path) -> dict[str, Any]:
    document, problems = source.read((real / "act.yaml").read_bytes(), "act.yaml")
    if document is None or problems:
        raise ValueError("the act to copy cannot be read")
    return dict(document.data)


def stale(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """The files of a data folder that the composition no longer has."""
    present = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in present if path.relative_to(folder).as_posix() not in files]
