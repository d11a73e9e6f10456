"""Only regular files of the data folder are read or shown, and only through one function."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reestr.cli.load_and_report import as_text, edit_reader, line_reader
from reestr.cli.reports import diagnostics_ci, diagnostics_json
from reestr.records.diagnostics import Fix, Location, make
from reestr.records.files_on_disk import read_regular
from reestr.records.loading.load import load
from reestr.records.loading.record_sources import FolderFiles, snapshot
from reestr.records.reader.text import MAXIMUM_BYTES

from tests.unit.project import copy_of_base, reestr_here

CANARY = "CANARY-OF-ANOTHER-FILE"
NAME = "organizations/x.yaml"
DEPTH = 990


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(f"{CANARY}: 1\n", encoding="utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    return copy_of_base(folder)


def _link(place: Path) -> None:
    place.symlink_to(place.parents[3] / "secret.txt")


def _environment(place: Path) -> None:
    place.symlink_to("/proc/self/environ")


def _endless(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(place.parent)
        made.bind(place.name)
        os.chdir(here)


def _circle(place: Path) -> None:
    place.symlink_to(place.name)


STRANGE: tuple[Callable[[Path], None], ...] = (_link, _environment, _endless, _pipe, _socket, _circle)


@pytest.mark.parametrize("make_strange", STRANGE)
def test_what_is_no_file_is_told_and_not_shown(
    project: Path, make_strange: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AAA_TOKEN", CANARY)
    make_strange(project / "data" / NAME)
    loaded = load(project / "data")
    assert [(item.code, item.location.file) for item in loaded.diagnostics] == [("not-a-file", f"data/{NAME}")]
    shown = as_text(loaded, project / "data")
    assert CANARY not in shown
    assert "│" not in shown
    assert line_reader(project / "data")(Location(f"data/{NAME}")) is None
    for command in ("validate", "format", "fix"):
        flags = ["--dry-run"] if command == "fix" else ["--check"] if command == "format" else []
        assert CANARY not in reestr_here(command, *flags, folder=project).stdout
    with pytest.raises(OSError):
        read_regular(project / "data", NAME)


def test_a_folder_that_is_a_link_is_not_gone_into(project: Path) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.yaml").write_text(f"{CANARY}: 1\n", encoding="utf-8")
    (project / "data" / "organizations" / "sub").symlink_to(elsewhere)
    with pytest.raises(OSError):
        read_regular(project / "data", "organizations/sub/x.yaml")
    assert line_reader(project / "data")(Location("data/organizations/sub/x.yaml")) is None
    assert CANARY not in as_text(load(project / "data"), project / "data")


def test_no_more_is_read_than_shows_that_a_file_is_too_large(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (project / "data" / NAME).open("wb") as stream:
        stream.truncate(3 << 30)
    read = 0
    real = os.read

    def counted(descriptor: int, most: int) -> bytes:
        nonlocal read
        piece = real(descriptor, most)
        read += len(piece)
        return piece

    monkeypatch.setattr(os, "read", counted)
    assert len(read_regular(project / "data", NAME)) == MAXIMUM_BYTES + 1
    assert read < 3 * MAXIMUM_BYTES
    read = 0
    loaded = load(project / "data")
    assert [item.code for item in loaded.diagnostics] == ["file-too-large"]
    assert "file-too-large" in as_text(loaded, project / "data")
    assert read < 16 * MAXIMUM_BYTES


def test_the_data_folder_itself_may_be_a_link(project: Path) -> None:
    (project.parent / "link").symlink_to(project / "data")
    content = read_regular(project.parent / "link", "organizations/library-1.yaml")
    assert content == (project / "data" / "organizations" / "library-1.yaml").read_bytes()


def test_files_of_every_size_are_read_whole(tmp_path: Path) -> None:
    for size in (0, 1, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 3 << 14, MAXIMUM_BYTES):
        (tmp_path / "f").write_bytes(bytes(size))
        assert len(read_regular(tmp_path, "f")) == size


def test_a_line_and_a_fix_of_another_file_are_not_read(project: Path) -> None:
    (project / "other.yaml").write_text(f"{CANARY}\n", encoding="utf-8")
    assert line_reader(project / "data")(Location("other.yaml")) is None
    wrong = make("tab", Location("other.yaml"), fix=Fix("characters", value=" "), character="U+0009")
    assert edit_reader(project / "data")(wrong) is None


@pytest.fixture
def nested(project: Path) -> Iterator[Path]:
    """A project with folders in folders; taken away one by one, for what clears temporary folders goes down, too."""
    here = os.getcwd()
    top = project / "data" / "organizations"
    os.chdir(top)
    try:
        for _ in range(DEPTH):
            os.mkdir("d")
            os.chdir("d")
        Path("x.yaml").write_text("name: x\n", encoding="utf-8")
        os.chdir(here)
        yield project
    finally:
        os.chdir(top)
        for _ in range(DEPTH):
            os.chdir("d")
        os.unlink("x.yaml")
        for _ in range(DEPTH):
            os.chdir("..")
            os.rmdir("d")
        os.chdir(here)


def test_folders_nested_without_end_are_one_problem(nested: Path) -> None:
    loaded = load(nested / "data")
    assert [item.code for item in loaded.diagnostics] == ["unexpected-file"]
    assert reestr_here("validate", folder=nested).returncode == 1
    assert reestr_here("validate", "--format", "json", folder=nested).returncode == 1


@pytest.mark.parametrize("unreadable", ["a record", "the network", "a folder"])
def test_what_cannot_be_read_is_told_at_its_place_and_the_rest_goes_on(
    project: Path, unreadable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The superuser reads everything: the system is made to refuse."""
    (project / "data" / "organizations" / "wrong.yaml").write_text("nam: x\n", encoding="utf-8")
    (project / "data" / "organizations" / "shut").mkdir()
    target = {"a record": "library-1.yaml", "the network": "vk.yaml", "a folder": "shut"}[unreadable]
    real_open, real_scandir = os.open, os.scandir

    def open_(path: object, *arguments: object, **named: object) -> int:
        if str(path) == target and named:
            raise PermissionError(13, "Permission denied", str(path))
        return real_open(path, *arguments, **named)  # type: ignore[arg-type]

    def scandir(path: object) -> object:
        if str(path).rstrip("/").endswith(f"/{target}"):
            raise PermissionError(13, "Permission denied", str(path))
        return real_scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "scandir", scandir)
    loaded = load(project / "data")
    found = {(item.code, Path(item.location.file).name) for item in loaded.diagnostics}
    assert ("not-a-file", target) in found
    assert ("unknown-field", "wrong.yaml") in found
    assert ("not-a-file", target) in {
        (item.code, Path(item.location.file).name) for item in snapshot(FolderFiles(project / "data", "data/")).problems
    }
    done = reestr_here("validate", "--format", "json", folder=project)
    assert done.returncode == 1
    assert target in done.stdout


def test_every_format_names_what_is_no_file(project: Path) -> None:
    _link(project / "data" / NAME)
    loaded = load(project / "data")
    for text in (
        diagnostics_json.render(loaded.diagnostics, loaded.files, edit_reader(project / "data")),
        diagnostics_ci.github(loaded.diagnostics, str),
        diagnostics_ci.markdown(loaded.diagnostics, loaded.files, str),
        diagnostics_ci.sarif(loaded.diagnostics, str, edit_reader(project / "data")),
    ):
        assert CANARY not in text
        assert "x" in text
