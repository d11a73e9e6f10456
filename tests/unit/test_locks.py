"""The lock file for running is a subset of the whole one, and sufficient to run and install the program."""

from __future__ import annotations

import re
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement

from tests.unit.project import ROOT

_PINNED = re.compile(r"^([\w.-]+==\S+) \\\n((?: {4}--hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def _pins(file: Path) -> dict[str, str]:
    """Package with its version -> the lines of its hashes."""
    return dict(_PINNED.findall(file.read_text(encoding="utf-8")))


def _needed(package: str, extra: str, known: set[str]) -> set[str]:
    for line in requires(package) or ():
        requirement = Requirement(line)
        name = requirement.name.lower().replace("_", "-")
        if name not in known and (requirement.marker is None or requirement.marker.evaluate({"extra": extra})):
            known.add(name)
            _needed(name, "", known)
    return known


def test_what_runs_is_a_part_of_what_is_developed_with() -> None:
    whole, run = _pins(ROOT / "requirements.lock"), _pins(ROOT / "requirements.run.lock")
    assert run.items() < whole.items(), "run `make lock`"


def test_it_is_enough_to_install_and_run_the_program_and_has_nothing_of_the_tests() -> None:
    names = {pin.partition("==")[0] for pin in _pins(ROOT / "requirements.run.lock")}
    assert _needed("reestr", "checkout", set()) <= names
    assert not names & {"pytest", "playwright", "mypy", "ruff", "hypothesis", "weasyprint"}
