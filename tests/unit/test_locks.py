"""The lock file for running is a subset of the whole one, and sufficient to run and install the program."""

from __future__ import annotations

import re
from importlib.metadata import requires
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement

from tests.unit.project import ROOT

_PINNED = re.compile(r"^([\w.-]+==\S+) \\\n((?: {4}--hash=\S+(?: \\)?\n)+)", re.MULTILINE)


_CITY = ROOT / "generator" / "reestr" / "intake" / "new_city" / "files" / "requirements.lock"
_SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
)
_PYTHONS = ("3.11", "3.12", "3.13")


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


def test_what_a_city_installs_is_a_part_of_that() -> None:
    run, city = _pins(ROOT / "requirements.run.lock"), _pins(_CITY)
    assert city.items() < run.items(), "run `make lock`"


def test_it_is_enough_on_every_system_and_python_that_a_city_may_have() -> None:
    names = {pin.partition("==")[0] for pin in _pins(_CITY)}
    lacking = {
        (package, requirement.name, system["sys_platform"], python)
        for package in ("reestr", *names)
        for requirement in map(Requirement, requires(package) or ())
        for system, python in product(_SYSTEMS, _PYTHONS)
        if requirement.name.lower().replace("_", "-").replace(".", "-") not in names
        and _applies(requirement, {**system, "python_version": python, "python_full_version": f"{python}.0"}, package)
    }
    assert not lacking


def _applies(requirement: Requirement, machine: dict[str, str], package: str) -> bool:
    if requirement.marker is None:
        return True
    environment = {**machine, "extra": "observe" if package == "reestr" else ""}
    return requirement.marker.evaluate(environment)
