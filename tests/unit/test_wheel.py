"""Another city with only the installed wheel: a fresh environment and no repository."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from reestr.intake.new_city import FORGES, repository

from tests.unit.project import ROOT, VYMYSHLENSK, tree
from tests.unit.test_init import ANSWERS, FACTS
from tests.unit.test_serve import Served

pytestmark = pytest.mark.process

PICTURES = ROOT / "generator" / "reestr" / "publishing" / "site" / "theme" / "guide-pictures"

_AUTHOR = {"GIT_AUTHOR_NAME": "Проба", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "Проба", "GIT_COMMITTER_EMAIL": ""}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
                   capture_output=True)  # fmt: skip
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment where pip has installed the wheel, without a network.

    The libraries it stands on are those of the test's own environment, seen through a path file. Such a path is only
    searched: the editable install that lies there is not followed, so that the repository cannot be imported.
    """
    folder = tmp_path_factory.mktemp("чистое окружение") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    # Python before 3.13 reads a path file in the encoding of the locale, which may know no Cyrillic letters.
    (packages / "libraries").symlink_to(sysconfig.get_path("purelib"), target_is_directory=True)
    (packages / "libraries.pth").write_text("libraries\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def city(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city's repository, made by the installed command in a folder with a blank and Cyrillic letters in its path."""
    folder = tmp_path_factory.mktemp("реестр нового города") / "новый город"
    done = _run(environment, "init", "--folder", str(folder), *ANSWERS, "--yes", "Новый", folder=folder.parent)
    assert done.returncode == 0, done.stderr
    return folder


def _run(environment: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The installed command, knowing nothing of the test's environment."""
    command = [str(environment / "bin" / "reestr"), *arguments]
    return subprocess.run(command, cwd=folder, env=_clean(), capture_output=True, text=True,
                          encoding="utf-8", check=False)  # fmt: skip


def _clean() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "REESTR"))
    }


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **_AUTHOR})


def _pages(site: Path) -> Sequence[Path]:
    return sorted(site.rglob("*.html"))


def test_the_wheel_holds_what_a_city_needs_and_no_record_of_ours(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    start = "reestr/intake/new_city/starting_point/"
    taken = {name.removeprefix(start) for name in names if name.startswith(start)}
    assert taken == {
        "data/act.yaml",
        *(f"data/{path.relative_to(ROOT / 'data').as_posix()}" for path in (ROOT / "data").glob("[nr]e*/*.yaml")),
        *(
            f"vymyshlensk/{path.relative_to(VYMYSHLENSK / 'data').as_posix()}"
            for pattern in ("*.yaml", "acts/*.yaml", "networks/*.yaml", "requirements/*.yaml")
            for path in (VYMYSHLENSK / "data").glob(pattern)
        ),
        "workflows/check-branch.yml",
        "workflows/form.yml",
        "workflows/observe.yml",
        "workflows/publish.yml",
        "workflows/pull-request.yml",
        ".gitlab-ci.yml",
        "gitlab.md",
        "own-server.md",
        *(f"server/{path.name}" for path in (ROOT / "docs/server").iterdir()),
        "workflows/restore.yml",
    }
    theme = "reestr/publishing/site/theme/main.html"
    lock = "reestr/intake/new_city/files/requirements.lock"
    assert {"reestr/records/schema_files/organization.schema.json", theme, lock} <= names
    assert not [name for name in names if name.startswith("generator/")]
    assert not [name for name in names if "organizations/" in name and "cases/" not in name]


def test_the_environment_cannot_see_the_repository(environment: Path, tmp_path: Path) -> None:
    code = "import reestr, sys; print(reestr.__file__); print(*sys.path, sep='\\n')"
    done = subprocess.run([str(environment / "bin" / "python"), "-c", code], cwd=tmp_path, env=_clean(), check=True,
                          capture_output=True, text=True)  # fmt: skip
    package, *path = done.stdout.splitlines()
    assert Path(package).is_relative_to(environment)
    assert str(ROOT) not in path


def test_the_new_city_passes_its_check_at_once(environment: Path, city: Path) -> None:
    done = _run(environment, "validate", folder=city)
    assert (done.returncode, done.stderr) == (0, "") and "Ошибок нет" in done.stdout


@pytest.mark.parametrize("forge", FORGES)
def test_a_city_of_any_forge_is_made_by_the_installed_wheel(environment: Path, tmp_path: Path, forge: str) -> None:
    done = _run(environment, "init", "Новый", "--forge", forge, "--folder", "made", *ANSWERS, "--yes", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    own = {
        name: content
        for name, content in tree(tmp_path / "made").items()
        if not name.startswith("packages/") and name != ".reestr/given.json"
    }
    here = repository(FACTS, "", forge)
    assert {**own, "requirements.txt": b""} == here


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_its_site_is_built_and_every_page_says_that_the_act_is_a_sample(
    environment: Path, city: Path, edition: str
) -> None:
    done = _run(environment, "build", "--edition", edition, "--output", f"build/{edition}", folder=city)
    assert done.returncode == 0, done.stderr
    pages = _pages(city / "build" / edition)
    assert len(pages) > 30
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "Порядок взят за образец" in text, page
        assert '">Чей это порядок</a>' in text, page
        assert "во исполнение" not in text.partition("<footer")[2], page


def test_its_site_names_nobody_as_its_own_who_belongs_to_the_city_of_the_act(environment: Path, city: Path) -> None:
    done = _run(environment, "build", "--output", "build/own", folder=city)
    assert done.returncode == 0, done.stderr
    data = city / "build" / "own" / "api" / "v1"
    assert json.loads((data / "organizations.json").read_text(encoding="utf-8"))["organizations"] == []
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    assert index["act"]["sample"] is True and index["municipality"]["short_name"] == "Новый"
    contacts = (city / "build" / "own" / "consultation" / "index.html").read_text(encoding="utf-8")
    assert "Ответственное лицо администрации не указано" in contacts


def test_the_guide_and_its_pictures_are_on_its_site(environment: Path, city: Path) -> None:
    done = _run(environment, "build", "--output", "build/guide", folder=city)
    assert done.returncode == 0, done.stderr
    site = city / "build" / "guide"
    assert (site / "guide" / "city" / "index.html").is_file()
    assert len(list((site / "guide-pictures").glob("*.webp"))) == len(list(PICTURES.glob("*.webp"))) > 10


def test_other_commands_work_there_too(environment: Path, city: Path) -> None:
    judged = _run(environment, "assess", folder=city)
    assert judged.returncode == 0 and "взятый за образец" in judged.stdout
    for arguments in (("report", "state"), ("report", "centre"), ("explain", "duplicate-key")):
        done = _run(environment, *arguments, folder=city)
        assert done.returncode == 0, (arguments, done.stderr)


def test_changes_are_told_from_the_first_commit_on(environment: Path, city: Path) -> None:
    for arguments in (("init", "--quiet", "--initial-branch", "main"), ("add", "."), ("commit", "--message", "Начало")):
        _git(city, *arguments)
    sample = (city / "samples" / "organization.yaml").read_text(encoding="utf-8")
    (city / "data" / "organizations" / "school-1.yaml").write_text(sample, encoding="utf-8")
    done = _run(environment, "changes", folder=city)
    assert done.returncode == 0, done.stderr
    assert "Школа № 1" in done.stdout
    ignored = subprocess.run(["git", "status", "--porcelain"], cwd=city, check=True, capture_output=True, text=True)
    assert ignored.stdout.split() == ["??", "data/organizations/school-1.yaml"]


def test_the_site_is_served(environment: Path, city: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(environment / "bin" / "reestr"), "serve", "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=city, env=_clean(), stderr=subprocess.DEVNULL) as server:
        try:
            assert "Новый" in Served(city, port).wait_for("Порядок взят за образец")
        finally:
            server.terminate()


def test_the_requirements_name_the_wheel_that_lies_beside_them(city: Path, wheel: Path) -> None:
    lines = (city / "requirements.txt").read_text(encoding="utf-8").splitlines()
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert f"./packages/{wheel.name} --hash=sha256:{checksum}" in lines
    assert (city / "packages" / wheel.name).read_bytes() == wheel.read_bytes()


def test_pip_installs_what_the_requirements_name_and_nothing_else(city: Path, wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    text = (city / "requirements.txt").read_text(encoding="utf-8")
    # What the program needs would come from an index.
    own = tmp_path / "requirements.txt"
    own.write_text("".join(f"{line}\n" for line in text.splitlines() if line.startswith("./packages/")), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder), "--disable-pip-version-check", "install", "--no-index"]
    install = [*pip, "--no-deps", "--require-hashes", "--requirement", str(own)]
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / wheel.name).write_bytes(wheel.read_bytes() + b"another")
    refused = subprocess.run(install, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert refused.returncode != 0 and "HASHES" in refused.stderr
    (tmp_path / "packages" / wheel.name).write_bytes(wheel.read_bytes())
    assert subprocess.run(install, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    assert (folder / "bin" / "reestr").is_file()


def test_a_city_of_the_version_before_is_upgraded_by_the_installed_program(
    environment: Path, wheel: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "прежний город"
    for name, text in json.loads((ROOT / "tests" / "unit" / "city_of_0.1.0.json").read_text(encoding="utf-8")).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with (folder / "data" / "networks" / "vk.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# проверено городом\n")
    done = _run(environment, "upgrade", "--yes", folder=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "packages" / wheel.name).read_bytes() == wheel.read_bytes()
    network = (folder / "data" / "networks" / "vk.yaml").read_text(encoding="utf-8")
    assert "observation:" in network and network.endswith("# проверено городом\n")
    for command in (("validate",), ("build", "--output", "build/upgraded")):
        done = _run(environment, *command, folder=folder)
        assert done.returncode == 0, done.stderr


def test_the_first_commit_is_made_by_the_words_of_the_readme_on_a_machine_that_knows_nobody(
    city: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "город"
    shutil.copytree(city, folder, ignore=shutil.ignore_patterns(".git", "build"))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    (block,) = [text for text in re.findall(r"```\n(.*?)```", readme, re.DOTALL) if "git init" in text]
    nobody = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    nobody |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["bash", "-e", "-c", block], cwd=folder, env=nobody, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    log = subprocess.run(
        ["git", "log", "--format=%an %s", "main"], cwd=folder, env=nobody, capture_output=True, text=True, check=True
    )
    assert log.stdout == "Фамилия Имя Начало реестра\n"


def test_the_installation_that_the_readme_tells_begins_with_an_environment_of_its_own(city: Path) -> None:
    readme = (city / "README.md").read_text(encoding="utf-8")
    first = re.findall(r"```\n(.*?)```", readme, re.DOTALL)[0]
    assert [line.strip() for line in first.strip().splitlines()] == [
        "sudo apt install git python3-venv",
        "python3 -m venv .venv",
        ".venv/bin/python -m pip install -r requirements.txt",
        ". .venv/bin/activate",
    ]
    assert "/.venv/" in (city / ".gitignore").read_text(encoding="utf-8")
