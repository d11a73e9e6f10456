"""The files that a new city takes over from this repository: the act, its requirements, the networks, what its forge or
server runs.

In a checkout they lie where they are used; a wheel carries the same files inside the package (`pyproject.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_PACKAGED = Path(__file__).parent / "starting_point"
_REPOSITORY = Path(__file__).parents[4]


def act() -> str:
    """Return the text of `act.yaml`."""
    return _read(_data() / "act.yaml")


def requirements() -> Mapping[str, str]:
    """Return file name -> text of every requirement, in the order of the names."""
    return _records("requirements")


def networks() -> Mapping[str, str]:
    """Return file name -> text of every network."""
    return _records("networks")


OFFERED_NETWORKS = ("max", "rutube", "telegram")
"""The networks that no sample act demands; a city takes those that it wants (`reestr init --network`)."""


def offered_network(name: str) -> str:
    """Return the text of one of `OFFERED_NETWORKS`."""
    return _read(Path(__file__).parent / "networks" / f"{name}.yaml")


def workflow(name: str) -> str:
    """Return the text of one of our own workflows. Raises FileNotFoundError if there is none of that name."""
    folder = _PACKAGED / "workflows" if _PACKAGED.is_dir() else _REPOSITORY / ".github" / "workflows"
    return _read(folder / name)


def document(name: str) -> str:
    """Return the text of a file of `docs`, or of the pipeline for GitLab, `.gitlab-ci.yml`."""
    if _PACKAGED.is_dir():
        return _read(_PACKAGED / name)
    return _read(_REPOSITORY / name if name.startswith(".") else _REPOSITORY / "docs" / name)


def server() -> Mapping[str, str]:
    """Return file name -> text of every file for a server of the city's own, in the order of the names."""
    folder = _PACKAGED / "server" if _PACKAGED.is_dir() else _REPOSITORY / "docs" / "server"
    return {path.name: _read(path) for path in sorted(folder.iterdir())}


def _data() -> Path:
    return _PACKAGED / "data" if _PACKAGED.is_dir() else _REPOSITORY / "data"


def _records(folder: str) -> Mapping[str, str]:
    return {path.name: _read(path) for path in sorted((_data() / folder).glob("*.yaml"))}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
