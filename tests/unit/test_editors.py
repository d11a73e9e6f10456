"""Editor support: schemas by folder, snippets, validation on every change, Git hooks."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from reestr.cli.commands.new import KINDS
from reestr.records import kinds, reader
from reestr.records.editing import snippets
from reestr.records.validation import placement, schema

from tests.unit.project import PRIMERSK, ROOT, copy_of_primersk, reestr_here

SETTINGS: dict[str, Any] = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
SNIPPETS: dict[str, Any] = json.loads(snippets.snippets())
SCHOOL = "data/organizations/schools/school-1.yaml"


def test_the_snippets_of_the_repository_are_those_of_the_schemas() -> None:
    file = ROOT / ".vscode" / "reestr.code-snippets"
    assert file.read_text(encoding="utf-8") == snippets.snippets(), (
        "run `reestr snippets > .vscode/reestr.code-snippets`"
    )


def test_the_command_prints_them(tmp_path: Path) -> None:
    assert reestr_here("snippets", folder=tmp_path).stdout == snippets.snippets()


@pytest.mark.parametrize("kind", [*KINDS, "activity"])
def test_a_snippet_left_as_it_is_is_a_valid_record(kind: str) -> None:
    (snippet,) = (item for item in SNIPPETS.values() if item["prefix"][0] == kind)
    text = "\n".join(snippet["body"]).removesuffix("$0")
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:((?:[^}\\]|\\.)*)\}", lambda match: re.sub(r"\\(.)", r"\1", match[1]), text)
    assert "$" not in text
    document, problems = reader.read(text.encode(), "")
    assert document is not None and not problems, problems
    assert [item.message for item in schema.check(kind, document)] == []


def test_the_places_of_a_snippet_are_numbered_through() -> None:
    for snippet in SNIPPETS.values():
        numbers = [int(number) for number in re.findall(r"\$\{(\d+)[:|]", "\n".join(snippet["body"]))]
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("data", [ROOT / "data", PRIMERSK / "data"], ids=["the city", "the example"])
def test_every_record_has_its_schema_in_the_editor(data: Path) -> None:
    for path in data.rglob("*.yaml"):
        name = path.relative_to(ROOT).as_posix()
        found = [file for file, globs in SETTINGS["yaml.schemas"].items() if any(_matches(name, one) for one in globs)]
        place = placement.place(path.relative_to(data).as_posix())
        assert isinstance(place, placement.RecordPlace)
        assert found == [f"./schemas/{place.kind}.schema.json"], name
    assert {(ROOT / file).is_file() for file in SETTINGS["yaml.schemas"]} == {True}


def _matches(name: str, glob: str) -> bool:
    return fnmatch(name, glob.replace("**/", "*")) and (("**" in glob) or name.count("/") == glob.count("/"))


def test_each_kind_has_an_association() -> None:
    named = {Path(file).name.removesuffix(".schema.json") for file in SETTINGS["yaml.schemas"]}
    assert named == set(kinds.KINDS)


# Watching


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return copy_of_primersk(tmp_path / "city")


@contextmanager
def _watching(city: Path, *arguments: str, on_terminal: bool) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "reestr", "validate", "--watch", *arguments],
        cwd=city,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
    )
    os.close(theirs)
    try:
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(descriptor: int, wanted: str) -> str:
    """What is printed up to a text; fails where it does not come in a minute."""
    text, deadline = "", time.monotonic() + 60
    while wanted not in text and time.monotonic() < deadline:
        if select.select([descriptor], [], [], 0.2)[0]:
            try:
                text += os.read(descriptor, 65536).decode("utf-8", "replace")
            except OSError:
                break
    assert wanted in text, text
    return text


@pytest.mark.process
@pytest.mark.parametrize("on_terminal", [True, False])
def test_every_change_is_validated_until_ctrl_c(city: Path, on_terminal: bool) -> None:
    waiting = "Остановить: Ctrl+C."
    with _watching(city, on_terminal=on_terminal) as (process, output):
        first = _read_until(output, waiting)
        assert "Ошибок нет" in first and ("\x1b[2J" in first) == on_terminal
        right = (city / SCHOOL).read_bytes()
        (city / SCHOOL).write_bytes(right + right)
        second = _read_until(output, waiting)
        assert "duplicate-key" in second and ("\x1b[2J" in second) == on_terminal
        (city / SCHOOL).write_bytes(right)
        assert "Ошибок нет" in _read_until(output, waiting)
        (city / "data").rename(city / "away")
        assert "нет папки с записями" in _read_until(output, waiting)
        (city / "away").rename(city / "data")
        assert "Ошибок нет" in _read_until(output, waiting)
        process.send_signal(signal.SIGINT)
        assert "Прервано" in _read_until(output, "Прервано")
        assert process.wait(timeout=30) == 130


def test_a_watch_is_for_people(city: Path) -> None:
    done = reestr_here("validate", "--watch", "--format", "json", folder=city)
    assert done.returncode == 2 and "--format" in done.stderr
    assert reestr_here("validate", "--watch", "nowhere.yaml", folder=city).returncode == 2


# Files alone


def test_only_errors_that_touch_the_given_files_count(city: Path) -> None:
    (city / SCHOOL).write_text("name: a\nname: b\n", encoding="utf-8")
    other = "data/organizations/schools/school-2.yaml"
    fine = reestr_here("validate", other, folder=city)
    assert fine.returncode == 0 and "duplicate-key" not in fine.stdout
    assert "Ещё ошибок в других файлах" in fine.stdout
    assert reestr_here("validate", SCHOOL, other, folder=city).returncode == 1
    assert reestr_here("validate", "data/organizations", folder=city).returncode == 1
    assert reestr_here("validate", folder=city).returncode == 1


def test_a_problem_of_two_files_touches_both(city: Path) -> None:
    text = (city / SCHOOL).read_text(encoding="utf-8")
    (city / "data/organizations/schools/school-1-copy.yaml").write_text(text, encoding="utf-8")
    for name in (SCHOOL, "data/organizations/schools/school-1-copy.yaml"):
        done = reestr_here("validate", name, "--format", "json", folder=city)
        assert done.returncode == 1 and name in done.stdout


# Hooks

GIT = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@b.example", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **GIT, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def repository(city: Path) -> Path:
    """The city under Git, with a hook that runs the entries of `.pre-commit-hooks.yaml` as pre-commit does."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    lines = ["#!/bin/sh", "set -e"]
    for hook in hooks:
        entry = hook["entry"].replace("reestr", f'"{sys.executable}" -m reestr', 1)
        pattern = hook["files"].replace("\\.", "[.]")
        staged = f"git diff --cached --name-only --diff-filter=d -z | grep -zE '{pattern}'"
        lines.append(f"{staged} | xargs -0 -r {entry}")
        # What a hook changes, pre-commit refuses: it is to be looked at and added.
        lines.append("git diff --quiet || { echo 'files were modified by this hook'; exit 1; }")
    assert _git(city, "init", "-q").returncode == 0
    assert _git(city, "add", "-A").returncode == 0
    assert _git(city, "commit", "-qm", "a").returncode == 0
    hook_file = city / ".git" / "hooks" / "pre-commit"
    hook_file.parent.mkdir(exist_ok=True)
    hook_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    hook_file.chmod(0o755)
    return city


@pytest.mark.process
def test_a_commit_is_formatted_and_validated_and_the_rest_is_left_alone(repository: Path) -> None:
    neighbour = repository / "data/organizations/schools/school-2.yaml"
    untidy = neighbour.read_text(encoding="utf-8").replace("name: ", "name:   ", 1)
    neighbour.write_text(untidy, encoding="utf-8")
    assert _git(repository, "commit", "-qam", "b", "--no-verify").returncode == 0
    text = (repository / SCHOOL).read_text(encoding="utf-8")
    (repository / SCHOOL).write_text(text.replace("short_name: ", "short_name:   ", 1), encoding="utf-8")
    refused = _git(repository, "commit", "-qam", "c")
    assert refused.returncode != 0 and "modified by this hook" in refused.stdout + refused.stderr
    assert (repository / SCHOOL).read_text(encoding="utf-8") == text
    assert neighbour.read_text(encoding="utf-8") == untidy, "nobody touched it in this commit"
    changed = text.replace("пер. Черновиков", "пер. Чистовиков")
    (repository / SCHOOL).write_text(changed, encoding="utf-8")
    done = _git(repository, "commit", "-qam", "d")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.process
def test_a_commit_with_an_error_is_refused(repository: Path) -> None:
    text = (repository / SCHOOL).read_text(encoding="utf-8")
    (repository / SCHOOL).write_text(text.replace("sphere: education", "sphere: school"), encoding="utf-8")
    refused = _git(repository, "commit", "-qam", "b")
    assert refused.returncode != 0 and "not-in-list" in refused.stdout + refused.stderr
    _git(repository, "reset", "-q", "--hard")
    readme = _git(repository, "commit", "-qm", "c", "--allow-empty")
    assert readme.returncode == 0, "nothing of the records is in it"


def test_the_hooks_of_this_repository_are_those_it_offers() -> None:
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    by_id = {hook["id"]: hook for hook in own}
    for hook in offered:
        assert by_id[hook["id"]]["entry"] == f".venv/bin/{hook['entry']}"
        assert by_id[hook["id"]]["files"] == hook["files"]
