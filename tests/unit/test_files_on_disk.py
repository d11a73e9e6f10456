"""Files are flushed to disk before they replace others; after a failure the old ones are intact."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

import pytest
from reestr.publishing.site import output_folder
from reestr.records.files_on_disk import FileWrite, replace_file, write_all

from tests.unit.project import ROOT


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of `fsync` and `replace` as they are called."""
    found: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        found.append("fsync")
        fsync(descriptor)

    def noted_replace(one: Path, other: Path) -> None:
        found.append("replace")
        replace(one, other)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    return found


def test_content_is_on_the_disk_before_it_takes_the_place(tmp_path: Path, calls: list[str]) -> None:
    replace_file(tmp_path / "a", b"1")
    assert calls == ["fsync", "replace"]
    calls.clear()
    write_all([FileWrite(tmp_path / "a", b"1", b"2"), FileWrite(tmp_path / "b", None, b"3")])
    assert calls == ["fsync", "fsync", "replace", "replace"]
    calls.clear()
    output_folder.put_file(tmp_path / "folder" / "c", b"4", lambda content: False)
    assert calls == ["fsync", "replace"]
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {
        "a": b"2",
        "b": b"3",
        "c": b"4",
    }


def test_a_build_does_not_wait_for_the_disk(tmp_path: Path, calls: list[str]) -> None:
    with output_folder.staged(tmp_path / "site") as staging:
        output_folder.write(staging, "a/index.html", b"1")
    assert (tmp_path / "site" / "a" / "index.html").read_bytes() == b"1"
    assert calls == []


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_file(tmp_path / "a", b"old")

    def fail(*paths: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="full"):
        replace_file(tmp_path / "a", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a"
    replace_file(file, b"1")
    file.chmod(0o640)
    replace_file(file, b"2")
    assert file.stat().st_mode & 0o7777 == 0o640


@pytest.mark.parametrize("ignored", [".gitignore", "generator/reestr/intake/new_city/files/gitignore"])
def test_git_ignores_what_a_killed_command_leaves(
    ignored: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def killed(one: Path, other: Path) -> None:
        raise KilledError

    monkeypatch.setattr(os, "replace", killed)
    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: None)
    with pytest.raises(KilledError):
        replace_file(tmp_path / "2026.yaml", b"1")
    (left,) = tmp_path.iterdir()
    patterns = (ROOT / ignored).read_text(encoding="utf-8").splitlines()
    assert any(fnmatch(left.name, pattern) for pattern in patterns)
