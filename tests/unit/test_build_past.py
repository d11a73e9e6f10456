"""A build reports which part of the past it lacks and succeeds, whatever the state of the clone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.project import reestr, tree
from tests.unit.repository import Repository, repository

pytestmark = pytest.mark.process

PAGE = "accounts/library-1-vk.yaml"


@pytest.fixture
def city(tmp_path: Path) -> Repository:
    made = repository(tmp_path / "city")
    page = (made.data / PAGE).read_text(encoding="utf-8")
    made.commit({PAGE: page + 'name: "Библиотека"\n'}, "2026-02-02T10:00:00+10:00")
    made.commit({"organizations/accounting-office.yaml": None}, "2026-02-20T10:00:00+10:00")
    return made


def build(folder: Path, **environment: str) -> tuple[str, str]:
    """What the command says, in one line, and the page of changes."""
    done = reestr("build", "--output", "build/site", folder=folder, environment=environment)
    assert done.returncode == 0, done.stderr
    page = (folder / "build" / "site" / "changes" / "index.html").read_text(encoding="utf-8")
    return " ".join(done.stdout.split()), page


def test_a_whole_clone_lacks_nothing(city: Repository) -> None:
    said, page = build(city.folder)
    assert said.startswith("Сайт собран:") and said.endswith("index.html")
    assert "убрана из реестра" in page
    # What was kept on the way is no edit of the project.
    assert city.git("status", "--porcelain", "--", "data", ".reestr-cache") == ""


def test_a_shallow_clone(city: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", city.folder.as_uri(), clone], check=True)
    (clone / "docs").mkdir(exist_ok=True)
    said, page = build(clone)
    assert "fetch-depth" in said
    assert "fetch-depth" in page
    assert "Реестр начат" not in page


def test_no_repository(city: Repository) -> None:
    shutil.rmtree(city.folder / ".git")
    said, page = build(city.folder)
    assert "вне хранилища Git" in said
    assert "вне хранилища Git" in page


def test_no_git_at_all(city: Repository, tmp_path: Path) -> None:
    # An empty folder in the place of all programs: Python is started by its full name.
    said, page = build(city.folder, PATH=str(tmp_path))
    assert "Программы git на этой машине нет" in said
    assert "Программы git на этой машине нет" in page


def test_a_dirty_tree_and_a_detached_head(city: Repository) -> None:
    city.git("switch", "--quiet", "--detach", "HEAD~1")
    record = city.data / "organizations" / "library-1.yaml"
    record.write_text(record.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    said, page = build(city.folder)
    assert "ещё не внесена в Git" in said
    # A detached head is a commit like any other: the same records give the same site.
    assert "коммита" not in said
    assert "убрана из реестра" not in page
    own = (city.folder / "build" / "site" / "organizations" / "library-1" / "index.html").read_text(encoding="utf-8")
    assert "ещё не внесена в Git" in own


def test_history_may_be_left_out(city: Repository) -> None:
    settings = city.folder / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("  - reestr\n", "  - reestr: {history: false}\n"), encoding="utf-8"
    )
    said, page = build(city.folder)
    assert said.endswith("index.html")
    assert "убрана из реестра" not in page
    assert not (city.folder / ".reestr-cache").exists()


def test_a_warm_build_gives_the_same_bytes_as_a_cold_one(city: Repository) -> None:
    build(city.folder)
    warm = tree(city.folder / "build" / "site")
    build(city.folder)
    assert tree(city.folder / "build" / "site") == warm
    shutil.rmtree(city.folder / ".reestr-cache")
    build(city.folder, TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="7")
    assert tree(city.folder / "build" / "site") == warm


def test_a_folder_that_cannot_be_written_beside_the_project_is_no_obstacle(city: Repository) -> None:
    (city.folder / ".reestr-cache").write_text("in the way", encoding="utf-8")
    _, page = build(city.folder)
    assert "убрана из реестра" in page
    assert os.path.isfile(city.folder / ".reestr-cache")
