"""The files that a new city takes over from this repository: the act, its requirements, the networks, what its forge or
server runs.

In a checkout they lie where they are used; a wheel carries the same files inside the package (`pyproject.toml`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_PACKAGED = Path(__file__).parent / "starting_point"
_REPOSITORY = Path(__file__).parents[4]


SAMPLES = ("birobidzhan", "vymyshlensk")
"""The cities whose acts a new city may begin with: ours, and the second fictional one (`examples/vymyshlensk`)."""


def act(sample: str = SAMPLES[0]) -> str:
    """Return the text of `act.yaml` of one of `SAMPLES`."""
    return _read(_data(sample) / "act.yaml")


def further_acts(sample: str = SAMPLES[0]) -> Mapping[str, str]:
    """Return file name -> text of every act besides the main one; empty for a sample with one act."""
    return _records("acts", sample)


def requirements(sample: str = SAMPLES[0]) -> Mapping[str, str]:
    """Return file name -> text of every requirement, in the order of the names."""
    return _records("requirements", sample)


def networks(sample: str = SAMPLES[0]) -> Mapping[str, str]:
    """Return file name -> text of every network."""
    return _records("networks", sample)


def settings(sample: str) -> str | None:
    """Return the text of `registry.yaml` of a sample: a new city takes its categories, and nothing else of it.

    None for the first sample: its act knows no categories, and the records of our city are given to nobody.
    """
    return None if sample == SAMPLES[0] else _read(_data(sample) / "registry.yaml")


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


def _data(sample: str) -> Path:
    if sample == SAMPLES[0]:
        return (_PACKAGED if _PACKAGED.is_dir() else _REPOSITORY) / "data"
    return _PACKAGED / sample if _PACKAGED.is_dir() else _REPOSITORY / "examples" / sample / "data"


def _records(folder: str, sample: str) -> Mapping[str, str]:
    return {path.name: _read(path) for path in sorted((_data(sample) / folder).glob("*.yaml"))}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
