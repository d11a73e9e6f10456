"""The example city's history: ends in the example city, valid at every commit, reproducible."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from reestr.records.diagnostics import Severity
from reestr.records.loading.load import load

from examples.primersk.compose import history
from examples.primersk.compose.history import Moment, moments
from tests.unit.project import PRIMERSK, tree

pytestmark = pytest.mark.process


def _git(folder: Path, *arguments: str) -> str:
    finished = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return finished.stdout


@pytest.fixture(scope="module")
def told() -> list[Moment]:
    return list(moments())


def _lay(folder: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    for name in before.keys() - after.keys():
        (folder / name).unlink()
    for name, content in after.items():
        if before.get(name) != content:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def test_the_last_commit_is_the_example_city(primersk: Path) -> None:
    assert _git(primersk, "status", "--porcelain") == ""
    assert tree(primersk / "data") == tree(PRIMERSK / "data")
    assert tree(primersk / "site") == tree(PRIMERSK / "site")
    assert (primersk / "mkdocs.yml").read_bytes() == (PRIMERSK / "mkdocs.yml").read_bytes()


# At night: on every commit test_replay_primersk.py loads each commit of the main line; the others are of branches.
@pytest.mark.deep
def test_every_commit_is_a_valid_registry(told: list[Moment], tmp_path: Path) -> None:
    before: Mapping[str, bytes] = {}
    for moment in told:
        _lay(tmp_path / "data", before, moment.files)
        before = moment.files
        loaded = load(tmp_path / "data")
        errors = [item for item in loaded.diagnostics if item.severity is Severity.ERROR]
        assert [f"{item.location.file}: {item.message}" for item in errors] == [], moment.entry
        assert loaded.registry is not None


def test_the_commits_are_the_same_whoever_makes_them(
    primersk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / ".config" / "git").mkdir(parents=True)
    (home / ".config" / "git" / "ignore").write_text("*.yaml\n")
    (home / ".gitconfig").write_text(
        "[user]\nname = Somebody\nemail = somebody@host.example\n[core]\nautocrlf = true\n"
        "[commit]\ngpgsign = true\n[merge]\nlog = true\n[init]\ndefaultBranch = trunk\n"
    )
    for name, value in {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "GIT_AUTHOR_NAME": "Somebody Else",
        "GIT_DIR": str(tmp_path / "elsewhere"),
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    again = history.write(tmp_path / "again")
    monkeypatch.delenv("GIT_DIR")
    assert again[-1] == _git(primersk, "rev-parse", "HEAD").strip()


def test_it_is_about_sixty_commits_over_a_year(primersk: Path) -> None:
    days = _git(primersk, "log", "--reverse", "--format=%cs").split()
    assert 55 <= len(days) <= 75
    assert (days[0], days[-1]) == ("2025-11-10", "2026-11-16")


def test_nobody_who_signs_exists(primersk: Path) -> None:
    people = set(_git(primersk, "log", "--format=%an <%ae>%n%cn <%ce>").splitlines())
    assert len(people) > 4
    assert {person for person in people if not person.endswith("primersk.example>")} == set()


def test_it_has_what_histories_have(primersk: Path) -> None:
    assert _git(primersk, "log", "--merges", "--format=%s").splitlines()
    assert "This reverts commit" in _git(primersk, "log", "--format=%b")
    assert len(set(_git(primersk, "log", "--format=%ad", "--date=format:%z").split())) > 2
    assert _git(primersk, "log", "--format=%cE", "--author=press").split() != []
    authors, committers = (_git(primersk, "log", f"--format={code}").split() for code in ("%ae", "%ce"))
    assert authors != committers


def test_it_writes_into_no_folder_that_holds_anything(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        history.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
