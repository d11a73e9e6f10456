"""Same input, same bytes: in any time zone, locale, hash seed, working folder and project path."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.project import ROOT, copy_of_primersk, reestr, tree

pytestmark = pytest.mark.process

# In an ASCII locale Python cannot even start from a folder with a Cyrillic name: it reads that name from a .pth file.
LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0"} if str(ROOT).isascii() else {"LC_ALL": "C.UTF-8"}
ONE = {"TZ": "UTC", "PYTHONHASHSEED": "1", **LOCALE}
OTHER = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "ru_RU.KOI8-R", "PYTHONHASHSEED": "42"}


def test_two_builds_in_different_surroundings_are_identical(tmp_path: Path) -> None:
    first = copy_of_primersk(tmp_path / "first")
    second = copy_of_primersk(tmp_path / "другое место")
    built = reestr("build", "--output", "out", folder=first, environment=ONE)
    assert built.returncode == 0, built.stderr
    config, output = str(second / "mkdocs.yml"), str(tmp_path / "elsewhere" / "out")
    built = reestr("build", "--config", config, "--output", output, folder=tmp_path, environment=OTHER)
    assert built.returncode == 0, built.stderr
    one, other = tree(first / "out"), tree(tmp_path / "elsewhere" / "out")
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_reports_are_identical_too(tmp_path: Path) -> None:
    project = copy_of_primersk(tmp_path)
    data = str(project / "data")
    for command in (["validate", "--format", "json"], ["assess", "--format", "json"]):
        one = reestr(*command, "--data", data, folder=tmp_path, environment=ONE)
        other = reestr(*command, "--data", data, folder=Path("/"), environment=OTHER)
        assert one.returncode == other.returncode == 0
        assert one.stdout == other.stdout


def test_any_day_can_be_reproduced(tmp_path: Path) -> None:
    data = str(copy_of_primersk(tmp_path) / "data")
    early, late = (
        reestr("assess", "--data", data, "--as-of", day, "--format", "json", folder=tmp_path).stdout
        for day in ("2026-03-02", "2026-11-16")
    )
    assert early != late
    assert (
        reestr("assess", "--data", data, "--as-of", "2026-03-02", "--format", "json", folder=tmp_path).stdout == early
    )
